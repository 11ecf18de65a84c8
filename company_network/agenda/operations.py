"""Proposing what a meeting of companies or teams is about, and writing its notes."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from community import clock
from community.activity.record import record
from community.meetings.models import Meeting
from community.meetings.operations import locked
from community.people.models import Person
from community.permissions import Refused, require
from community.undo import UNDO_TAKEN_FOR
from company_network.agenda.activity import NotesWritten, PointProposed, PointRemoved, PointRestored
from company_network.agenda.models import ROOM_FOR, MeetingNotes, MeetingPoint, PointKind
from company_network.agenda.policy import can_propose_point, can_remove_point, can_write_notes
from company_network.companies.models import companies_of
from company_network.saving import Changed


def _free_place(meeting: Meeting, kind: str) -> int | None:
    taken = set(MeetingPoint.objects.filter(meeting=meeting, kind=kind, removed_at=None).values_list("slot", flat=True))
    return next((slot for slot in range(1, ROOM_FOR[PointKind(kind)] + 1) if slot not in taken), None)


@transaction.atomic
def propose_point(
    *, actor: Person, meeting: Meeting, kind: str, title: str, words: str = "", client_uuid: UUID | None = None
) -> MeetingPoint:
    """Put a case or the theme on a meeting's agenda, first come, first served; open pages show it.

    The same `client_uuid` again returns the point that stands. Raises Refused for those whom the meeting is not for,
    once it is over or cancelled, and where no place of this kind is free.
    """
    meeting = locked(meeting)
    require(can_propose_point(actor, meeting), _("You cannot propose anything for this meeting."))
    if client_uuid and (found := MeetingPoint.objects.filter(proposer=actor, client_uuid=client_uuid).first()):
        return found
    slot = _free_place(meeting, kind)
    if slot is None:
        raise Refused(_no_room(kind))
    point = MeetingPoint.objects.create(
        meeting=meeting,
        kind=kind,
        slot=slot,
        title=title,
        words=words,
        proposer=actor,
        company=companies_of(actor, network=meeting.group.network_id).first(),
        client_uuid=client_uuid,
        made_at=clock.now(),
    )
    record(PointProposed(actor=actor, point=point))
    return point


def _no_room(kind: str) -> str:
    if kind == PointKind.THEME:
        return _("This meeting has its theme already. Propose yours for the next one.")
    return _("This meeting has its two cases already. Propose yours for the next one.")


@transaction.atomic
def remove_point(*, actor: Person, point: MeetingPoint) -> MeetingPoint:
    """Take a point off the agenda again; its place is free. Twice is once. Raises Refused for others than the one who
    proposed it and the network's consultants, and once the meeting is over."""
    meeting = locked(point.meeting)
    point = MeetingPoint.objects.select_for_update(of=("self",)).get(pk=point.pk)
    point.meeting = meeting
    require(can_remove_point(actor, point), _("You cannot do that here."))
    if point.removed_at is None:
        point.removed_at = clock.now()
        point.save(update_fields=["removed_at"])
        record(PointRemoved(actor=actor, point=point))
    return point


@transaction.atomic
def restore_point(*, actor: Person, point: MeetingPoint) -> MeetingPoint:
    """Put a point back that was just taken off. Raises Refused when it is too late, or its place is taken since."""
    meeting = locked(point.meeting)
    point = MeetingPoint.objects.select_for_update(of=("self",)).get(pk=point.pk)
    point.meeting = meeting
    require(can_remove_point(actor, point), _("You cannot do that here."))
    if point.removed_at is None:
        return point
    require(clock.now() - point.removed_at < UNDO_TAKEN_FOR, _("It is too late to undo this. You can write it again."))
    slot = _free_place(meeting, point.kind)
    if slot is None:
        raise Refused(_no_room(point.kind))
    point.removed_at, point.slot = None, slot
    point.save(update_fields=["removed_at", "slot"])
    record(PointRestored(actor=actor, point=point))
    return point


@transaction.atomic
def write_notes(*, actor: Person, meeting: Meeting, text: str, version: int) -> MeetingNotes:
    """Keep what one takes along; open pages show it. `version` is the one the words were written over, 0 for none.

    Raises Changed where somebody saved in between, and Refused for those whom the meeting is not for and before it
    begins.
    """
    meeting = locked(meeting)
    require(can_write_notes(actor, meeting), _("Notes are written once the meeting has begun."))
    notes = MeetingNotes.objects.filter(meeting=meeting).first()
    if (notes.version if notes else 0) != version:
        raise Changed(notes)
    if notes is None:
        notes = MeetingNotes(meeting=meeting, version=0)
    notes.text, notes.version, notes.changed_by, notes.changed_at = text, version + 1, actor, clock.now()
    notes.save()
    record(NotesWritten(actor=actor, meeting=meeting))
    return notes
