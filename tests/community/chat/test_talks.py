"""Private talks: who begins one with whom, that nobody else ever learns of it, and that it is never widened."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from community import live
from community.chat.models import Message, Room
from community.chat.operations import edit_message
from community.chat.policy import people_to_talk_with
from community.chat.saying import send_message
from community.chat.talks import begin_talk
from community.membership.operations import end_membership
from community.notifications.models import Notification
from community.permissions import Refused
from tests.personas import CAST

pytestmark = pytest.mark.django_db

SECRET = "det siger jeg kun til dig"


def talk(world, one="freja", other="tine", network=None):
    return begin_talk(actor=world.who(one), other=world.who(other), network_id=(network or world.roskilde).pk)


def say(actor, room, body=SECRET):
    return send_message(actor=actor, room=room, body=body, client_uuid=uuid4())[0]


@pytest.mark.parametrize(
    ("name", "others"),
    [
        ("freja", {"signe", "tine", "amina", "jonas"}),
        ("sofie", {"signe", "tine"}),
        ("yusuf", {"bo"}),
        *[(name, set()) for name in ("emil", "mona", "line", "signe", "bo", "tine", "ellen", "karla", "visitor")],
    ],
)
def test_whom_one_may_begin_a_talk_with(world, name, others):
    assert {m.person.display_name.lower() for m in people_to_talk_with(world.who(name))} == others
    for other in set(CAST) - others - {"visitor", name}:
        if name != "visitor":
            with pytest.raises(Refused):
                talk(world, name, other)
    assert not Room.objects.filter(space=None).exists()


def test_a_talk_of_two_is_one_whoever_begins(world):
    room = talk(world, "freja", "amina")
    assert talk(world, "amina", "freja") == room == talk(world, "freja", "amina")
    with pytest.raises(IntegrityError), transaction.atomic():
        Room.objects.create(network=world.roskilde, begun_by=world.amina, begun_with=world.freja)


@pytest.mark.parametrize("name", [name for name in CAST if name not in ("freja", "tine")])
def test_nobody_else_sees_it_writes_in_it_or_follows_it(world, name):
    room = talk(world)
    message = say(world.freja, room)
    person = world.who(name)
    assert room not in Room.objects.visible_to(person)
    assert message not in Message.objects.visible_to(person)
    if name == "visitor":
        return
    assert not live.subscribable["room"](person, room.pk)
    with pytest.raises(Refused):
        say(person, room)


def test_both_read_and_write_and_each_is_told_of_the_others_words(world, browse):
    room = talk(world)
    say(world.freja, room)
    say(world.tine, room, "godt du siger det")
    page = browse("tine").get(f"/chat/{room.pk}/").content.decode()
    assert SECRET in page
    assert "Kun du og Freja" in page
    told = {(n.recipient.display_name, n.kind) for n in Notification.objects.select_related("recipient")}
    assert told == {("Tine", "message_sent"), ("Freja", "message_sent")}


def test_a_talk_ends_for_writing_when_the_two_could_not_begin_it_any_more(world):
    room = talk(world, "freja", "amina")
    message = say(world.freja, room)
    end_membership(actor=world.signe, membership=world.membership("amina"))
    with pytest.raises(Refused):
        say(world.freja, room)
    with pytest.raises(Refused):
        edit_message(actor=world.freja, message=message, body="andet")
    assert room in Room.objects.visible_to(world.freja), "what one said oneself can still be read"
    assert room not in Room.objects.visible_to(world.amina)


def test_the_page_offers_whom_one_may_write_to_and_opens_the_talk(world, browse):
    freja = browse("freja")
    page = freja.get("/chat/").content.decode()
    assert "Skriv til én alene" in page
    begun = freja.post(f"/chat/begin/{world.tine.pk}/")
    room = Room.objects.get(space=None)
    assert begun["Location"] == f"/chat/{room.pk}/"
    assert 'placeholder="Skriv til Tine"' in freja.get(f"/chat/{room.pk}/").content.decode()
    listed = freja.get("/chat/").content.decode()
    assert f'href="/chat/{room.pk}/"' in listed
    assert f"/chat/begin/{world.tine.pk}/" not in listed, "they talk already"
    assert "Skriv til én alene" not in browse("signe").get("/chat/").content.decode()


def test_no_talk_is_ever_widened_through_a_door(world, browse):
    """No route takes a third: what names a room and a person besides is none of ours."""
    room = talk(world)
    before = (room.begun_by_id, room.begun_with_id)
    for name in ("freja", "tine", "signe"):
        browse(name).post(f"/chat/begin/{world.amina.pk}/", {"room": room.pk})
    room.refresh_from_db()
    assert (room.begun_by_id, room.begun_with_id) == before
