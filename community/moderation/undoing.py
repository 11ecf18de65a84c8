"""Taking deeds back, and a spree: hiding at once all that somebody has put up since a moment."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from community import clock
from community.activity.record import record
from community.membership.models import Membership
from community.membership.operations import begin_membership
from community.moderation.activity import DeedUndone
from community.moderation.closing import close, looked_at_by
from community.moderation.deeds import Hand, Rule, do, held_by, hold, hold_to_act
from community.moderation.kinds import DeedKind
from community.moderation.models import Case, Deed
from community.moderation.policy import can_undo
from community.moderation.standing import is_held_by_another, pause_that_stands, settle_appeals, show
from community.people.models import Person
from community.permissions import Refused, require
from community.subjects import cared_for, named

#: Most things that are hidden at once: a spree of a night.
MOST_AT_ONCE = 500


@transaction.atomic
def hide_all_since(*, actor: Person, case: Case, version: int, since: datetime, rule: Rule, words: str = "") -> Deed:
    """Hide everything that the person whom the case is about has put into the network since then, wherever it stands.
    One deed, one notice, undone as one. Private talks are left alone: nobody of the staff reads them.

    Raises Refused where there is nothing, or more than `MOST_AT_ONCE`; and ActedMeanwhile.
    """
    hand = hold_to_act(actor, case, version)
    require(hand.case.author is not None, _("This is nobody's."))
    things = _things_of(hand.case.author, hand.case.network_id, since)  # type: ignore[arg-type]
    require(bool(things), _("They have put up nothing since then that is not hidden already."))
    require(len(things) <= MOST_AT_ONCE, _("That is very much at once. Choose a later moment."))
    for name, pk in things:
        kind = named(name)
        assert kind is not None
        assert kind.care is not None
        assert kind.care.hide is not None
        kind.care.hide(pk, True)
    about = {"things": [list(thing) for thing in things], "since": since.isoformat()}
    return do(
        hand, actor, DeedKind.HIDE_ALL, person=hand.case.author, words=words, about=about, **held_by(hand.case, rule)
    )


def _things_of(person: Person, network_id: int, since: datetime) -> list[tuple[str, int]]:
    """What of theirs can be hidden and is not yet, as (kind, number)."""
    found: list[tuple[str, int]] = []
    for kind, care in cared_for():
        if care.by is None or care.hide is None:
            continue
        things = care.by(person, network_id, since).select_related(*kind.select_related)
        found += [(kind.name, thing.pk) for thing in things if not care.is_hidden(thing)]
    return found


@transaction.atomic
def undo_deed(*, actor: Person, deed: Deed, version: int) -> Deed:
    """Take a deed back: what it changed stands as before, and whom it concerned is told. Twice is once.

    Raises Refused for whoever may not act on the case, for a deed about oneself, and where it cannot be taken back any
    more; and ActedMeanwhile.
    """
    hand = hold(actor, deed.case, version)
    deed = Deed.objects.select_for_update(of=("self",)).select_related("person").get(pk=deed.pk)
    deed.case = hand.case
    require(can_undo(actor, deed), _("You cannot take this back."))
    if not deed.stands:
        return deed
    undo(hand, deed, actor)
    settle_appeals([deed.pk], actor)
    hand.case.save()
    return deed


def undo(hand: Hand, deed: Deed, actor: Person) -> None:
    """What `undo_deed` does, the rows held and the policy asked. The case is saved by the caller."""
    take_back = _WAYS_BACK.get(DeedKind(deed.kind))
    require(take_back is not None, _("This cannot be taken back."))
    assert take_back is not None
    take_back(hand, deed, actor)
    deed.undone_at, deed.undone_by = clock.now(), actor
    deed.save(update_fields=["undone_at", "undone_by"])
    looked_at_by(hand.case, actor)
    record(DeedUndone(actor=actor, deed=deed, keys=hand.keys()))


def _stand_again(hand: Hand, deed: Deed, actor: Person) -> None:
    """But where another deed hides it too."""
    require(hand.care.hide is not None, _("This cannot be taken back."))
    if not is_held_by_another(hand.kind, hand.case.subject_id, deed):
        show(hand.kind, hand.case.subject_id, actor)
    hand.case.waits_for_author = False
    close(hand.case, actor)


def _all_stand_again(hand: Hand, deed: Deed, actor: Person) -> None:
    """But what another deed hides too."""
    for name, pk in deed.about.get("things", []):
        kind = named(name)
        if kind is None or kind.care is None or kind.care.hide is None or is_held_by_another(kind, pk, deed):
            continue
        show(kind, pk, actor)


def _open_again(hand: Hand, deed: Deed, actor: Person) -> None:
    assert hand.care.close is not None
    hand.care.close(hand.case.subject_id, "")


def _back_where_it_was(hand: Hand, deed: Deed, actor: Person) -> None:
    assert hand.care.move is not None
    hand.care.move(hand.case.subject_id, deed.about["from"])


def _may_write(hand: Hand, deed: Deed, actor: Person) -> None:
    """At once, or when another pause is over that stands."""
    theirs = Membership.objects.filter(person=deed.person_id, network=hand.case.network_id, ended_at=None)
    theirs.update(paused_until=pause_that_stands(deed))


def _belongs_again(hand: Hand, deed: Deed, actor: Person) -> None:
    ended = Membership.objects.select_related("person", "group").get(pk=deed.about["membership"])
    there = Membership.objects.filter(person=ended.person_id, network=ended.network_id, ended_at=None)
    if there.exists() or not ended.person.is_active or ended.group is None:
        raise Refused(_("They are in the network again already, or have closed their account."))
    begin_membership(actor=actor, person=ended.person, role=ended.role, group=ended.group, title=ended.title)


def _not_handed(hand: Hand, deed: Deed, actor: Person) -> None:
    hand.case.handed_to = None


def _waits_again(hand: Hand, deed: Deed, actor: Person) -> None:
    case = hand.case
    others = Case.objects.open().filter(subject_type=case.subject_type, subject_id=case.subject_id)
    require(not others.exists(), _("Somebody has said something about it again: look there."))
    case.closed_at = None


_WAYS_BACK: dict[DeedKind, Any] = {
    DeedKind.HIDE: _stand_again,
    DeedKind.ASK_CHANGE: _stand_again,
    DeedKind.HIDE_ALL: _all_stand_again,
    DeedKind.CLOSE_TOPIC: _open_again,
    DeedKind.MOVE_TOPIC: _back_where_it_was,
    DeedKind.PAUSE: _may_write,
    DeedKind.END_MEMBERSHIP: _belongs_again,
    DeedKind.HAND_OVER: _not_handed,
    DeedKind.CLOSE_CASE: _waits_again,
}
