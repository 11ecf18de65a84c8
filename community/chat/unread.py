"""What is new in a person's rooms."""

from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from community.chat.models import ReadPointer, Room, RoomQuerySet
from community.people.models import Person


def rooms_with_pointer(person: Person) -> RoomQuerySet:
    """The person's rooms with `read_seq`: how far they have read, 0 where they have not been."""
    pointer = ReadPointer.objects.filter(room=OuterRef("pk"), person=person).values("last_read_seq")[:1]
    return Room.objects.visible_to(person).annotate(read_seq=Coalesce(Subquery(pointer), 0))


def unread_rooms(person: Person) -> RoomQuerySet:
    """The person's rooms in which something is new to them."""
    return rooms_with_pointer(person).filter(Q(last_seq__gt=F("read_seq")))


def has_unread(person: Person) -> bool:
    """Whether anything in the person's rooms is new to them. One query."""
    return unread_rooms(person).exists()
