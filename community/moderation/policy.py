"""Who may say that something is wrong, who looks after it, and who judges whether a deed stands."""

from typing import Any

from django.db.models import QuerySet

from community.care_rules.operations import consultants_of
from community.care_rules.policy import may_be_deputy
from community.membership.models import Membership, Network
from community.moderation.kinds import BY_A_RULE
from community.moderation.models import Appeal, Case, Deed
from community.people.models import Person
from community.permissions import has_role, is_consultant_of
from community.roles import Role
from community.subjects import SubjectKind


def can_report(person: Person, kind: SubjectKind, thing: Any) -> bool:
    """Whoever sees it now, but for one's own. Never limited by how often."""
    if kind.care is None or kind.get(person, thing.pk) is None:
        return False
    author = kind.concerns(thing)
    return author is None or author.pk != person.pk


def can_look_after(person: Person, case: Case) -> bool:
    """Whoever sees the case (models.py): the network's consultants, the psychologist in a worry or who was handed it,
    the deputy; never whom it is about."""
    return Case.objects.visible_to(person).filter(pk=case.pk).exists()


def can_act(person: Person, case: Case) -> bool:
    """Deeds are the consultants': of the network, or the deputy where none of them may."""
    if not can_look_after(person, case):
        return False
    return is_consultant_of(person, case.network_id) or case.deputy_id == person.pk


def can_act_on(person: Person, case: Case, whom: Person | None) -> bool:
    return can_act(person, case) and (whom is None or whom.pk != person.pk)


def can_undo(person: Person, deed: Deed) -> bool:
    """Whoever may act on the case. Nobody undoes what was done about themselves."""
    return can_act(person, deed.case) and deed.person_id != person.pk


def can_appeal(person: Person, deed: Deed) -> bool:
    """Whom a deed by a rule concerns, once, while it stands."""
    return (
        deed.person_id == person.pk
        and deed.kind in BY_A_RULE
        and deed.stands
        and not Appeal.objects.filter(deed=deed).exists()
    )


def judges_of(deed: Deed) -> "list[Person]":
    """The network's other consultants than who did it and whom it concerns; where there are none, the deputy."""
    own = [one for one in consultants_of(deed.case.network_id, without=deed.by_id) if one.pk != deed.person_id]
    if own:
        return own
    deputy = deputy_now(deed.case)
    return [deputy] if deputy is not None and deputy.pk not in (deed.by_id, deed.person_id) else []


def deputy_now(case: Case) -> Person | None:
    """The deputy who has the case, while they may be one."""
    deputy = case.deputy
    return deputy if deputy is not None and may_be_deputy(deputy, case.network_id) else None


def who_looks(case: Case) -> list[int]:
    """Those who are told that a case waits: the consultants, or the deputy where none of them may."""
    own = [person.pk for person in consultants_of(case.network_id, without=case.author_id)]
    return own or [deputy.pk for deputy in [deputy_now(case)] if deputy is not None]


def can_judge(person: Person, appeal: Appeal) -> bool:
    """Never one's own deed, nor a deed about oneself, nor one's own appeal."""
    deed = appeal.deed
    if person.pk in (deed.by_id, deed.person_id, appeal.by_id):
        return False
    return appeal.answered_at is None and can_act(person, deed.case)


def needs_deputy(network_id: int, *without: int | None) -> bool:
    """Whether the network has no consultant besides these people."""
    return all(one.pk in without for one in consultants_of(network_id))


def can_see_mirror(person: Person, network: Network | int) -> bool:
    """Everybody in the network: it is about the power of its staff. Programme staff see sums anyway."""
    network_id = getattr(network, "pk", network)
    return has_role(person, Role.PROGRAMME) or any(m.network_id == network_id for m in person.current_memberships())


def psychologists_of(network_id: int) -> "QuerySet[Person]":
    held = Membership.objects.current().filter(network=network_id, role=Role.PSYCHOLOGIST)
    return Person.objects.filter(pk__in=held.values("person_id")).order_by("display_name", "pk")
