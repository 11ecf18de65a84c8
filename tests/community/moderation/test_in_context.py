"""What those who look into a case see of the thing: what hangs on it, what stood around it, and nothing beside it."""

from uuid import uuid4

import pytest
from django.urls import reverse

from community.chat.saying import send_message
from community.chat.talks import begin_talk
from community.moderation.deeds import hand_over_case, hide_thing
from tests.care import deed, deputy, held, said_about, the_case
from tests.samples import hung_photo
from tests.tellings import answer, youth_topic


def file_of(attached):
    return reverse("attachment_file", args=[attached.uuid, "page.webp"])


def who_sees(browse, address):
    cast = ("visitor", "freja", "amina", "sofie", "mona", "signe", "bo", "tine", "ellen")
    return {who for who in cast if browse(who).get(address).status_code == 200}


def case_page(browse, who, thing):
    return browse(who).get(reverse("case", args=[the_case(thing).pk]))


# --- pictures and voices --------------------------------------------------------------------------------------------
@pytest.fixture
def talk(world):
    """A picture in a private talk, and another one beside it."""
    room = begin_talk(actor=world.freja, other=world.amina, network_id=world.roskilde.pk)
    said = [
        send_message(actor=world.freja, room=room, body=words, client_uuid=uuid4())[0] for words in ("Se her", "Og her")
    ]
    return said, [hung_photo(world.freja, message) for message in said]


def test_a_picture_of_a_private_talk_is_seen_by_those_who_look_into_it_and_no_other_picture(world, browse, talk):
    (ugly, _other), (shown, beside) = talk
    assert who_sees(browse, file_of(shown)) == {"freja", "amina"}
    said_about(world, "amina", ugly)
    assert file_of(shown) in case_page(browse, "signe", ugly).content.decode()
    assert who_sees(browse, file_of(shown)) == {"freja", "amina", "signe"}
    assert who_sees(browse, file_of(beside)) == {"freja", "amina"}
    # A worry is the psychologist's too.
    said_about(world, "amina", ugly, "worried")
    assert who_sees(browse, file_of(shown)) == {"freja", "amina", "signe", "tine"}


def test_the_deputy_sees_the_picture_of_their_one_case(world, browse):
    deputy(world, "bo")
    topic = youth_topic(world)
    own, other = (answer(world, topic, "signe", body=words) for words in ("Et billede", "Et til"))
    shown, beside = hung_photo(world.signe, own), hung_photo(world.signe, other)
    said_about(world, "amina", own)
    assert file_of(shown) in case_page(browse, "bo", own).content.decode()
    assert browse("bo").get(file_of(shown)).status_code == 200
    assert browse("bo").get(file_of(beside)).status_code == 404


def test_the_psychologist_sees_the_picture_of_what_is_hidden_and_handed_to_them(world, browse):
    reply = answer(world, youth_topic(world), "jonas", body="Et billede")
    shown = hung_photo(world.jonas, reply)
    said_about(world, "amina", reply)
    deed(world, "signe", hide_thing, the_case(reply), **held(the_case(reply)))
    assert browse("tine").get(file_of(shown)).status_code == 404
    deed(world, "signe", hand_over_case, the_case(reply), to=world.tine)
    assert file_of(shown) in case_page(browse, "tine", reply).content.decode()
    assert browse("tine").get(file_of(shown)).status_code == 200
    assert browse("amina").get(file_of(shown)).status_code == 404


# --- what stood around it -------------------------------------------------------------------------------------------
def test_nothing_else_that_is_hidden_stands_around_it(world, browse):
    deputy(world, "bo")
    topic = youth_topic(world)
    gone = answer(world, topic, "jonas", body="Kanariefuglen er grim")
    own = answer(world, topic, "signe", body="Et hårdt ord")
    answer(world, topic, "amina", body="Det var hårdt")
    said_about(world, "amina", gone)
    said_about(world, "amina", own, "worried")
    assert "Kanariefuglen" in case_page(browse, "bo", own).content.decode()
    deed(world, "signe", hide_thing, the_case(gone), **held(the_case(gone)))
    for who in ("bo", "tine"):
        html = case_page(browse, who, own).content.decode()
        assert "Kanariefuglen" not in html, who
        assert "Det var hårdt" in html, who


# --- what is offered, and what is promised --------------------------------------------------------------------------
def test_a_deputy_is_offered_no_deed_that_is_always_refused(world, browse):
    deputy(world, "bo")
    topic = youth_topic(world)
    own, other = answer(world, topic, "signe", body="Et hårdt ord"), answer(world, topic, "jonas")
    said_about(world, "amina", own)
    said_about(world, "amina", other)
    for who, thing, offered in (("bo", own, False), ("signe", other, True)):
        html = case_page(browse, who, thing).content.decode()
        assert (reverse("end_membership_by_rule", args=[the_case(thing).pk]) in html) is offered, who
        assert reverse("pause_person", args=[the_case(thing).pk]) in html, who


def test_what_is_promised_is_true_in_a_talk_of_two(world, browse, talk):
    (ugly, _other), _files = talk
    promise = "Ingen får at vide, at det var dig"
    html = browse("amina").get(reverse("report", args=["message", ugly.pk])).content.decode()
    assert promise not in html
    assert "kan regne ud, at det var dig" in html
    room = world.torsdagsholdet.space.room
    said = send_message(actor=world.freja, room=room, body="Hej alle", client_uuid=uuid4())[0]
    for name, thing in (
        ("message", said),
        ("post", answer(world, youth_topic(world), "jonas")),
    ):
        html = browse("amina").get(reverse("report", args=[name, thing.pk])).content.decode()
        assert promise in html, name
        assert "regne ud" not in html, name
