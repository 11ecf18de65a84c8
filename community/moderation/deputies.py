"""Cases and appeals that nobody of the network may look at: they go to its deputy of another network, and where it has
none, programme staff are asked to find one.

That is so when something is said or asked, when the network names somebody else, and by the clock: consultants leave,
and a deputy may be one no longer.
"""

import logging

from django.db import transaction
from django.db.models import Q

from community.activity.record import record
from community.care_rules.models import CareRules
from community.care_rules.operations import deputy_of
from community.membership.models import Membership
from community.moderation.activity import AppealMade, CaseOpened, DeputyNeeded
from community.moderation.alarms import begin_alarm
from community.moderation.models import Appeal, Case
from community.moderation.policy import deputy_now, needs_deputy
from community.notifications.models import MailState, Notification, OutboxMail
from community.people.models import Person
from community.roles import Role

log = logging.getLogger(__name__)


class CasesFailed(RuntimeError):
    """Some cases could not be seen to. Holds how many, and nothing of them."""


def ask_for_deputy(case: Case, *, again: bool = False) -> None:
    """Tell programme staff that nobody may look at this case: each of them once, or `again`."""
    if again:
        _forget_news(case, DeputyNeeded.kind)
    programme = Membership.objects.current().filter(role=Role.PROGRAMME).values_list("person_id", flat=True)
    heard = Notification.objects.filter(**_about(case, DeputyNeeded.kind)).values_list("recipient_id", flat=True)
    if told := sorted(set(programme) - set(heard)):
        record(DeputyNeeded(actor=None, case=case, people=tuple(told)))


def _about(case: Case, kind: str) -> dict[str, object]:
    return {"kind": kind, "subject_type": case._meta.label_lower, "subject_id": case.pk}


def _forget_news(case: Case, kind: str) -> None:
    """So that it is news again, though it is told of the same case."""
    Notification.objects.filter(**_about(case, kind)).delete()
    OutboxMail.objects.filter(**_about(case, kind)).exclude(state=MailState.SENDING).delete()


def _who_may_not(case: Case) -> set[int]:
    """Where the case needs a deputy, those who cannot be it: whom it is about, and for an appeal who did the deed and
    whom it concerns. Empty where somebody of the network may look."""
    ruled_out: set[int | None] = set()
    if case.closed_at is None and needs_deputy(case.network_id, case.author_id):
        ruled_out |= {case.author_id, 0}
    for made in _appeals_of(case):
        ruled_out |= {made.deed.by_id, made.deed.person_id, made.by_id}
    return {pk for pk in ruled_out if pk is not None}


def _appeals_of(case: Case) -> list[Appeal]:
    """Those that wait and that nobody of the network may judge."""
    waiting = Appeal.objects.waiting().filter(deed__case=case).select_related("deed", "by")
    return [made for made in waiting if needs_deputy(case.network_id, made.deed.by_id, made.deed.person_id)]


def seek_deputy(case: Case, *, changed: bool = False) -> bool:
    """See to it that a case which needs a deputy has one who may be it; with `changed` the one whom the network names
    now. Where there is none, programme staff are asked. Says whether it has another one than before: whoever was it
    sees the case no more, what they had taken waits again, and a worry calls from the beginning. The row is held."""
    ruled_out = _who_may_not(case)
    if not ruled_out:
        return False
    standing = deputy_now(case)
    if standing is not None and standing.pk not in ruled_out and not changed:
        return False
    named = deputy_of(case.network_id, *ruled_out)
    before = case.deputy_id
    if before != (named.pk if named else None):
        _put(case, named)
    if named is None:
        ask_for_deputy(case, again=before is not None)
    return named is not None and named.pk != before


def _put(case: Case, deputy: Person | None) -> None:
    case.deputy = deputy
    case.version += 1
    case.save(update_fields=["deputy", "version"])
    taker = case.taken_by
    if case.closed_at is None and (taker is None or not Case.objects.visible_to(taker).filter(pk=case.pk).exists()):
        case.taken_by = case.taken_at = None
        if case.worried:
            begin_alarm(case)
        case.save()
    if deputy is not None:
        # They may have been it before.
        Notification.objects.filter(**_about(case, CaseOpened.kind), recipient=deputy).delete()


def tell_deputy(case: Case) -> None:
    """Tell the deputy what waits for them in the case."""
    assert case.deputy_id is not None
    if case.closed_at is None:
        record(CaseOpened(actor=None, case=case, people=(case.deputy_id,)))
    for made in _appeals_of(case):
        made.deed.case = case
        record(AppealMade(actor=made.by, appeal=made, people=(case.deputy_id,)))


def _waiting_cases() -> list[int]:
    """Numbers of the cases in which something waits."""
    appealed = Appeal.objects.waiting().values("deed__case")
    return list(Case.objects.filter(Q(closed_at=None) | Q(pk__in=appealed)).order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _see_to(pk: int, *, changed: bool = False) -> None:
    case = Case.objects.select_for_update(of=("self",)).select_related("network", "deputy").get(pk=pk)
    if seek_deputy(case, changed=changed):
        tell_deputy(case)


def give_to_deputy(rules: CareRules) -> None:
    """Called when a network's rules of care change: what nobody there may look at goes to the deputy, who is told, and
    where there is none any more, programme staff are. Those who were deputy before see it no more."""
    for pk in Case.objects.filter(pk__in=_waiting_cases(), network=rules.network_id).values_list("pk", flat=True):
        _see_to(pk, changed=True)


def find_deputies() -> None:
    """By the clock: cases and appeals whose last consultant or deputy has left go to the deputy there is now."""
    failed = 0
    for pk in _waiting_cases():
        try:
            _see_to(pk)
        except Exception as problem:  # one case's fault must not leave the others with nobody
            # The kind of fault only: its words may hold somebody's data.
            log.error("A case found no deputy: %s", type(problem).__name__)
            failed += 1
    if failed:
        raise CasesFailed(failed)
