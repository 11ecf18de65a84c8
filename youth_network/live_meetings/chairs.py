"""The empty chair: what somebody who cannot come leaves on an item, and the group's answer to them."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from community import clock
from community.activity.record import record
from community.attachments.choosing import ChosenFiles
from community.attachments.operations import erase_attachments_of
from community.membership.models import Membership
from community.people.models import Person
from community.permissions import memberships, require
from community.roles import Role as PersonRole
from youth_network.agendas.models import Outcome, Placement
from youth_network.agendas.order import touch
from youth_network.agendas.policy import youth_membership
from youth_network.agendas.tables import locked
from youth_network.live_meetings.activity import ChairAnswered
from youth_network.live_meetings.models import EmptyChair
from youth_network.live_meetings.policy import can_answer_chair, can_drive, can_leave_chair
from youth_network.live_meetings.running import went_on


@transaction.atomic
def leave_chair(
    *,
    actor: Person,
    placement: Placement,
    words: str,
    reader: Membership | None = None,
    files: ChosenFiles | None = None,
) -> EmptyChair:
    """Leave a line or a voice clip on an item one cannot be there for, and choose who reads it; again changes it.

    Until the item runs only its author and the reader see it. Raises Refused for anybody but the group's youths, once
    the item is done, without words and clip, and for a reader who is neither a youth of the group nor its consultant.
    """
    agenda = locked(placement.agenda)
    placement = agenda.placements.select_related("agenda__meeting__group").get(pk=placement.pk)
    require(can_leave_chair(actor, placement), _("That item takes no empty chair any more."))
    author = youth_membership(actor, agenda.meeting.group_id)
    assert author is not None
    require(bool(words.strip() or files), _("Write a line, or record one."))
    read_out = EmptyChair.objects.filter(placement=placement, author=author, read_at__isnull=False)
    require(not read_out.exists(), _("It has been read out already."))
    _check_reader(placement, reader)
    chair, _new = EmptyChair.objects.update_or_create(
        placement=placement, author=author, defaults={"words": words, "reader": reader, "left_at": clock.now()}
    )
    if files is not None:
        files.attached_by(actor)(chair)
        chair.refresh_from_db()
    went_on(None, agenda)
    return chair


@transaction.atomic
def take_chair_back(*, actor: Person, chair: EmptyChair) -> None:
    """Take back what one left, while nobody has read it out. Open pages show it. Raises Refused for others'."""
    agenda = locked(chair.placement.agenda)
    own = any(m.pk == chair.author_id for m in memberships(actor))
    chair = EmptyChair.objects.filter(pk=chair.pk).first() or chair
    require(own and chair.read_at is None, _("It has been read out already."))
    if EmptyChair.objects.filter(pk=chair.pk).exists():
        erase_attachments_of(chair)
        chair.delete()
        went_on(None, agenda)


@transaction.atomic
def mark_chair_read(*, actor: Person, chair: EmptyChair) -> None:
    """Note that it was read out; again changes nothing. By the chosen reader or whoever leads. Open pages show it."""
    agenda = locked(chair.placement.agenda)
    reads = any(m.pk == chair.reader_id for m in memberships(actor))
    require(reads or can_drive(actor, agenda), _("The one they chose reads it out."))
    started = agenda.placements.filter(pk=chair.placement_id, started_at__isnull=False)
    require(started.exists(), _("The meeting has not reached that item yet."))
    if EmptyChair.objects.filter(pk=chair.pk, read_at=None).update(read_at=clock.now()):
        went_on(actor, agenda)


@transaction.atomic
def answer_chair(*, actor: Person, chair: EmptyChair, words: str) -> EmptyChair:
    """Answer the one who was not there, in the group's name; a later answer replaces it. Its author is told.

    Raises Refused for the author, before the item ran, and for anybody but the group's youths and the consultant they
    asked to go on.
    """
    agenda = locked(chair.placement.agenda)
    chair = EmptyChair.objects.select_related("placement__agenda__meeting", "placement__item", "author__person").get(
        pk=chair.pk
    )
    require(can_answer_chair(actor, chair), _("The group answers, once it was read out."))
    group = agenda.meeting.group_id
    chair.answered_by = next(m for m in memberships(actor) if m.group_id == group or m.pk == agenda.led_by_id)
    chair.answer, chair.answered_at = words, clock.now()
    chair.read_at = chair.read_at or clock.now()
    chair.save(update_fields=["answer", "answered_by", "answered_at", "read_at"])
    touch(agenda)
    record(ChairAnswered(actor=actor, agenda=agenda, chair=chair))
    return chair


def move_chairs(old: Placement, new: Placement) -> None:
    """What was left on an item that was not reached waits on its next table. Called when an item is carried over."""
    EmptyChair.objects.filter(placement=old, read_at=None).exclude(
        author__in=EmptyChair.objects.filter(placement=new).values("author")
    ).update(placement=new)


def chairs_waiting(person: Person, placements: Sequence[Placement]) -> list[EmptyChair]:
    """What the person themselves left on these items. Registered with agendas/page: it stands on their rows."""
    own = [m.pk for m in memberships(person)]
    chairs = EmptyChair.objects.filter(placement__in=placements, author__in=own)
    return list(chairs.exclude(placement__outcome=Outcome.CARRIED).select_related("reader__person"))


def _check_reader(placement: Placement, reader: Membership | None) -> None:
    if reader is None:
        return
    group = placement.agenda.meeting.group
    fits = (reader.role == PersonRole.YOUTH and reader.group_id == group.pk) or (
        reader.role == PersonRole.CONSULTANT and reader.network_id == group.network_id
    )
    require(fits and reader.ended_at is None, _("Choose somebody of the group, or your consultant."))
