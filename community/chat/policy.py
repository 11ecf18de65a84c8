"""Who may say something where."""

from community.chat.models import Room
from community.people.models import Person
from community.spaces.models import Space


def can_send(person: Person, room: Room) -> bool:
    """Whoever sees a room may write in it."""
    return Space.objects.visible_to(person).filter(pk=room.space_id).exists()
