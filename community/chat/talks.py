"""Private talks, and what a person chooses for a room and for themselves."""

from datetime import time

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from community.activity.record import record
from community.chat.activity import TalkBegun
from community.chat.models import Muted, Room, RoomChoice, RoomHours, Tells
from community.chat.policy import can_begin_talk, can_host, can_mute, can_read
from community.membership.models import Membership
from community.people.models import Person
from community.permissions import require
from community.roles import Role


@transaction.atomic
def begin_talk(*, actor: Person, other: Person, network_id: int) -> Room:
    """Open the talk of these two, or give the one they have. Nobody is told before something is said in it.

    Raises Refused unless the actor is a youth and the other a consultant or the psychologist of the network, or a
    youth of the same group; and while the two stand apart (community/keeping_away), in words that do not say why. It
    can never be widened: who the two are is written once (models.py).
    """
    require(can_begin_talk(actor, other, network_id), _("You cannot write to each other alone just now."))
    low, high = sorted((actor.pk, other.pk))
    both = Q(begun_by=low, begun_with=high) | Q(begun_by=high, begun_with=low)
    if standing := Room.objects.filter(both, network=network_id).first():
        return standing
    try:
        with transaction.atomic():
            room = Room.objects.create(network_id=network_id, begun_by=actor, begun_with=other)
    except IntegrityError:
        # Two taps at once, or both began in the same moment.
        return Room.objects.get(both, network=network_id)
    record(TalkBegun(actor=actor, room=room))
    return room


@transaction.atomic
def choose_tells(*, actor: Person, room: Room, tells: str) -> None:
    """Keep what the actor wants to be told of the room. Raises Refused where they do not see it."""
    require(can_read(actor, room) and tells in Tells.values)
    RoomChoice.objects.update_or_create(room=room, person=actor, defaults={"tells": tells})


def mute(*, actor: Person, whom: Person) -> None:
    """Fold this person's messages away for the actor, and tell the actor nothing of them. Nobody else learns of it.
    Again changes nothing. Raises Refused for oneself and for whom one has not heard here."""
    require(can_mute(actor, whom))
    Muted.objects.get_or_create(person=actor, whom=whom)


def unmute(*, actor: Person, whom: Person) -> None:
    """Show this person's messages again. Again changes nothing."""
    Muted.objects.filter(person=actor, whom=whom).delete()


@transaction.atomic
def set_room_hours(
    *, actor: Person, room: Room, host: Person, weekdays: list[int], begins: time, ends: time
) -> list[RoomHours]:
    """Say that this member of the staff reads along on these weekdays, between these times; what begins at the same
    time of the same day is replaced. Raises Refused for anybody but the network's consultants, for a host who is none
    of its staff, and where it would end before it begins."""
    require(can_host(actor, room), _("Only the network's consultants say when they read along."))
    staff = Membership.objects.current().filter(
        person=host, network=room.network_id, role__in=[Role.CONSULTANT, Role.PSYCHOLOGIST]
    )
    require(staff.exists(), _("Choose somebody of the team."))
    require(begins < ends, _("The hours end after they begin."))
    require(bool(weekdays) and all(0 <= day <= 6 for day in weekdays), _("Choose a day of the week."))
    return [
        RoomHours.objects.update_or_create(
            room=room, weekday=day, begins=begins, defaults={"ends": ends, "host": host}
        )[0]
        for day in sorted(set(weekdays))
    ]


@transaction.atomic
def remove_room_hours(*, actor: Person, room: Room, hours: int) -> None:
    """Nobody reads along at this time any more. Again changes nothing. Raises Refused for anybody but consultants."""
    require(can_host(actor, room), _("Only the network's consultants say when they read along."))
    room.hours.filter(pk=hours).delete()
