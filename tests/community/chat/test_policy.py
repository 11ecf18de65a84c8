"""Who may read and write in which room: the table of spaces, and nothing besides."""

import pytest

from community import live
from community.chat.models import Message, Room
from community.chat.policy import can_send
from tests.community.spaces.test_policy import SEEN_BY, spaces_of
from tests.personas import CAST


@pytest.mark.parametrize("name", CAST)
def test_a_person_sees_and_writes_in_the_rooms_of_their_spaces(world, name):
    person = world.who(name)
    rooms = {label: space.room for label, space in spaces_of(world).items()}
    allowed = {label for label, who in SEEN_BY.items() if name in who}
    seen = set(Room.objects.visible_to(person))
    assert {label for label, room in rooms.items() if room in seen} == allowed
    assert {label for label, room in rooms.items() if can_send(person, room)} == allowed
    if name != "visitor":
        assert {label for label, room in rooms.items() if live.subscribable["room"](person, room.pk)} == allowed


def test_messages_are_seen_with_their_room(world):
    room = world.torsdagsholdet.space.room
    message = Message.objects.create(room=room, seq=1, number=1, author=world.freja, client_uuid="7" * 32, body="oppe")
    assert message in Message.objects.visible_to(world.amina)
    for name in ("sofie", "yusuf", "emil", "mona", "bo", "ellen"):
        assert not Message.objects.visible_to(world.who(name)).exists()
