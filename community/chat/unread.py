"""What is new in a person's rooms. Counted by messages: what became of old ones is no news."""

from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from community.chat.models import ReadPointer, Room, RoomQuerySet
from community.people.models import Person

#: Nobody needs a higher number.
COUNTED_UNREAD = 99


def rooms_with_pointer(person: Person) -> RoomQuerySet:
    """The person's rooms with `read_number` and `read_seq`: how far they have read, 0 where they have not been."""
    pointer = ReadPointer.objects.filter(room=OuterRef("pk"), person=person)
    return Room.objects.visible_to(person).annotate(
        read_number=Coalesce(Subquery(pointer.values("last_read_number")[:1]), 0),
        read_seq=Coalesce(Subquery(pointer.values("last_read_seq")[:1]), 0),
    )


def unread_rooms(person: Person) -> RoomQuerySet:
    """The person's rooms in which something is new to them."""
    return rooms_with_pointer(person).filter(Q(last_number__gt=F("read_number")))


def has_unread(person: Person) -> bool:
    """Whether anything in the person's rooms is new to them. One query."""
    return unread_rooms(person).exists()


def unread_of(room: Room) -> int:
    """How many messages are new, of a room that was read with its pointer; at most one more than is counted."""
    return min(room.last_number - room.read_number, COUNTED_UNREAD + 1)  # type: ignore[attr-defined]
