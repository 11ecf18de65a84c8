"""Writing down a concern, holding it back for a while, telling whom it is about, and forgetting it."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from community import clock
from community.activity.record import record
from community.concerns.activity import (
    ConcernAnswered,
    ConcernOver,
    ConcernTold,
    ConcernWritten,
    HoldAsked,
    HoldSettled,
)
from community.concerns.models import LONGEST_HOLD, UNSIGNED_FOR, ConcernNote
from community.concerns.policy import (
    can_answer_concern,
    can_countersign,
    can_end_concern,
    can_lift_hold,
    can_write_concern,
    deputies_for,
    other_staff,
)
from community.membership.models import Network
from community.people.models import Person
from community.permissions import require

#: How long a note is kept after it was written.
KEPT_FOR = timedelta(days=365)
#: Within this the same words of the same writer about the same youth are one note: a button that was pressed twice.
TWICE_IS_ONCE = timedelta(minutes=10)


@transaction.atomic
def write_concern(
    *,
    actor: Person,
    network: Network,
    about: Person,
    what: str,
    told_to: str,
    why: str,
    next_step: str,
    hold_days: int = 0,
    hold_because: str = "",
    asked_of: Person | None = None,
) -> ConcernNote:
    """Write down what worries about a youth. The youth is told at once and reads it; the network's other staff are told
    too.

    With `hold_days` the youth does not see it for so long, at most `LONGEST_HOLD`: whoever else is of the network's
    staff is asked for a second signature, or `asked_of` of another network where there is nobody else. Without it the
    hold falls after `UNSIGNED_FOR`. The same again within `TWICE_IS_ONCE` is the note that stands, and nobody is told
    anew. Raises Refused for anybody but the network's staff, for a hold without a reason or beyond its limit, and where
    nobody could sign.
    """
    require(can_write_concern(actor, network, about), _("You cannot write that here."))
    now = clock.now()
    # Two presses at once wait for each other here.
    Person.objects.select_for_update(no_key=True).get(pk=about.pk)
    said = {"what": what, "told_to": told_to, "why": why, "next_step": next_step, "hold_days": hold_days}
    theirs = ConcernNote.objects.filter(network=network, about=about, written_by=actor, over_at=None, **said)
    if note := theirs.filter(written_at__gt=now - TWICE_IS_ONCE).select_related("about").first():
        return note
    hidden_until = None
    if hold_days:
        require(0 < hold_days <= LONGEST_HOLD, _("No hold lasts longer than fourteen days."))
        require(bool(hold_because), _("A hold says why."))
        alone = not other_staff(network.pk, actor.pk, about.pk).exists()
        require(
            not alone or (asked_of is not None and deputies_for(network.pk).filter(pk=asked_of.pk).exists()),
            _("Choose somebody of another network for the second signature."),
        )
        asked_of = asked_of if alone else None
        hidden_until = now + min(UNSIGNED_FOR, timedelta(days=hold_days))
    note = ConcernNote.objects.create(
        network=network,
        about=about,
        written_by=actor,
        written_at=now,
        what=what,
        told_to=told_to,
        why=why,
        next_step=next_step,
        hold_days=hold_days,
        hold_because=hold_because if hold_days else "",
        hidden_until=hidden_until,
        asked_of=asked_of if hold_days else None,
    )
    if hold_days:
        record(HoldAsked(actor=actor, note=note))
    else:
        _tell(note)
    record(ConcernWritten(actor=actor, note=note))
    return note


def _locked(note: ConcernNote) -> ConcernNote:
    notes = ConcernNote.objects.select_related("about", "written_by", "asked_of", "network")
    return notes.select_for_update(of=("self",)).get(pk=note.pk)


def _tell(note: ConcernNote) -> None:
    note.told_at = clock.now()
    note.save(update_fields=["told_at"])
    record(ConcernTold(actor=None, note=note))


@transaction.atomic
def countersign_hold(*, actor: Person, note: ConcernNote) -> ConcernNote:
    """Sign that the note is held back for as long as was asked, counted from when it was written. Nobody is told.
    Raises Refused for who wrote it, for all who are not of the network's staff or were asked, and where no hold waits.
    """
    note = _locked(note)
    require(can_countersign(actor, note), _("No second signature of yours is asked for here."))
    note.countersigned_by, note.countersigned_at = actor, clock.now()
    note.hidden_until = note.written_at + timedelta(days=note.hold_days)
    note.save(update_fields=["countersigned_by", "countersigned_at", "hidden_until"])
    record(HoldSettled(actor=actor, note=note))
    return note


@transaction.atomic
def lift_hold(*, actor: Person, note: ConcernNote) -> ConcernNote:
    """End the hold before its time, or decline to sign it: whom the note is about is told at once. Where none stands it
    changes nothing. Raises Refused for anybody but the network's staff and who was asked to sign."""
    note = _locked(note)
    if not note.is_hidden:
        return note
    require(can_lift_hold(actor, note) or can_countersign(actor, note), _("You cannot end this hold."))
    note.hidden_until = clock.now()
    note.save(update_fields=["hidden_until"])
    record(HoldSettled(actor=actor, note=note))
    _tell(note)
    return note


def tell_what_is_held_no_more() -> int:
    """Tell the people whose hold has ended by the clock. Gives how many were told."""
    due = ConcernNote.objects.filter(told_at=None).filter(Q(hidden_until=None) | Q(hidden_until__lte=clock.now()))
    told = 0
    for pk in list(due.values_list("pk", flat=True)):
        with transaction.atomic():
            note = _locked(ConcernNote(pk=pk))
            if note.told_at is None and not note.is_hidden:
                _tell(note)
                told += 1
    return told


@transaction.atomic
def answer_concern(*, actor: Person, note: ConcernNote, answer: str) -> ConcernNote:
    """Say what one thinks of a note about oneself; whoever reads the note reads it, and its writer is told. Saying it
    again replaces it. Raises Refused for everybody but whom it is about, and while they cannot read it."""
    note = _locked(note)
    require(can_answer_concern(actor, note), _("Only whom it is about answers here."))
    if note.answer == answer:
        return note
    note.answer, note.answered_at = answer, clock.now()
    note.save(update_fields=["answer", "answered_at"])
    record(ConcernAnswered(actor=actor, note=note))
    return note


@transaction.atomic
def end_concern(*, actor: Person, note: ConcernNote) -> ConcernNote:
    """Say that the worry is over; the note stays readable until it is erased. Twice is once. Raises Refused for anybody
    but the network's staff."""
    note = _locked(note)
    if note.over_at is not None:
        return note
    require(can_end_concern(actor, note), _("Only the network's staff say that."))
    note.over_at = clock.now()
    note.save(update_fields=["over_at"])
    record(ConcernOver(actor=actor, note=note))
    return note


def old_concerns() -> QuerySet[ConcernNote]:
    return ConcernNote.objects.filter(written_at__lt=clock.now() - KEPT_FOR)


def erase_old_concerns() -> int:
    """Erase notes a year after they were written. Gives how many went."""
    return old_concerns().delete()[0]
