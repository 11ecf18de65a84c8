"""First words of new members, and words that were changed as somebody asked."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from community import clock
from community.activity.record import record
from community.care_rules.models import CareRules
from community.membership.models import Membership
from community.moderation.activity import AuthorChanged, CaseOpened
from community.moderation.kinds import DeedKind, ReportKind
from community.moderation.models import Case, Deed, Report
from community.moderation.policy import who_looks
from community.moderation.protecting import hide_until_seen
from community.moderation.reporting import open_case, said_in
from community.moderation.standing import HIDING
from community.notifications.models import MailState, Notification, OutboxMail
from community.roles import Role
from community.subjects import SubjectKind


def hold_first_words(kind: SubjectKind, thing: Any, network_id: int, stood_before: Callable[[], int]) -> bool:
    """Hide what a new member has put up until somebody has looked, where the network holds so many first posts and
    fewer of theirs stand; says whether it did. Called in the transaction that posts it. Its author is told that this is
    so for all who are new, and the consultants that it waits. The staff's words stand at once."""
    author = kind.author(thing)
    held = CareRules.of(network_id).first_posts
    if not held or author is None or stood_before() >= held:
        return False
    members = Membership.objects.current().filter(person=author, network=network_id)
    if not members.filter(role__in=[Role.YOUTH, Role.COMPANY]).exists():
        return False
    case, _new = open_case(kind, thing, network_id, ReportKind.FIRST_WORDS)
    Report.objects.create(case=case, kind=ReportKind.FIRST_WORDS, said=said_in(kind, thing), made_at=clock.now())
    sentence = _("A new member's first words wait until a consultant has looked.")
    hide_until_seen(case, kind, thing, DeedKind.HELD, sentence)
    record(CaseOpened(actor=None, case=case, people=tuple(who_looks(case))))
    return True


def author_changed(kind_name: str, pk: int) -> None:
    """Called in the transaction in which its author changed what is hidden: whoever looks after it looks once more, and
    it stays hidden until they have."""
    cases = Case.objects.filter(subject_type=kind_name, subject_id=pk)
    case = cases.open().select_for_update(of=("self",)).select_related("network").first()
    if case is None:
        # Hidden by a deed that closed its case: that one comes back.
        case = cases.select_for_update(of=("self",)).select_related("network").order_by("-pk").first()
    if case is None:
        # Hidden with much else at once.
        return
    case.closed_at, case.waits_for_author = None, False
    case.author_changed_at = clock.now()
    case.version += 1
    case.save()
    told = tuple([case.taken_by_id] if case.taken_by_id else who_looks(case))
    about = {"kind": AuthorChanged.kind, "subject_type": Case._meta.label_lower, "subject_id": case.pk}
    # Each change is news of its own, though it is told of the same case.
    Notification.objects.filter(**about).delete()
    OutboxMail.objects.filter(**about).exclude(state=MailState.SENDING).delete()
    record(AuthorChanged(actor=None, case=case, people=told))


def hidden_by(kind_name: str, ids: list[int]) -> dict[int, Deed]:
    """The deed by which each of these things is hidden now, where it is one of its own. One query."""
    found = Deed.objects.filter(
        case__subject_type=kind_name, case__subject_id__in=ids, kind__in=HIDING, undone_at=None
    ).select_related("case")
    return {deed.case.subject_id: deed for deed in found.order_by("at", "pk")}
