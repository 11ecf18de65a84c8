"""Rooms as pages: what one sees and may send, with and without a script."""

from datetime import timedelta
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from community import clock
from community.chat.models import Message, ReadPointer, Room
from community.chat.operations import read_room
from community.chat.saying import PACE, send_message
from tests.personas import CAST

pytestmark = pytest.mark.django_db

JSON = {"Accept": "application/json"}


@pytest.fixture
def room(world) -> Room:
    return world.torsdagsholdet.space.room


def say(actor, room, *lines):
    return [send_message(actor=actor, room=room, body=line, client_uuid=uuid4())[0] for line in lines]


def test_the_list_shows_ones_rooms_with_their_latest_line(world, room, browse):
    say(world.amina, room, "oppe", "og kaffe")
    say(world.sofie, world.mandagsholdet.space.room, "det siger jeg kun til mandagsholdet")
    page = browse("freja").get("/chat/").content.decode()
    assert "og kaffe" in page
    assert "oppe" not in page
    assert "mandagsholdet" not in page
    assert page.count("chat-list__count") == 1
    assert '<span class="chat-list__count" aria-hidden="true">2</span>' in page


def test_the_only_room_opens_at_once(world, browse):
    company = Room.objects.get(space__network=world.roskilde, space__kind="company")
    assert browse("mona").get("/chat/")["Location"] == f"/chat/{company.pk}/"


@pytest.mark.parametrize("messages", [1, 3])
def test_list_and_room_and_log_cost_the_same_whatever_was_said(
    world, room, browse, messages, django_assert_num_queries
):
    forum = Room.objects.get(space__network=world.roskilde, space__kind="youth_forum")
    for actor in [world.amina, world.signe, world.jonas][:messages]:
        say(actor, room, "oppe")
        say(actor, forum, "oppe")
    freja = browse("freja")
    freja.get("/chat/")
    with django_assert_num_queries(9):
        freja.get("/chat/")
    with django_assert_num_queries(11):
        freja.get(f"/chat/{room.pk}/")
    with django_assert_num_queries(7):
        freja.get(f"/chat/{room.pk}/log/")


def test_a_room_says_who_sees_it_and_that_it_is_no_emergency_line(world, room, browse):
    page = browse("freja").get(f"/chat/{room.pk}/").content.decode()
    assert room.space.who_sees() in page
    assert "112" in page
    assert 'role="log"' in page


def test_an_empty_room_invites(world, room, browse):
    assert "chat__empty" in browse("freja").get(f"/chat/{room.pk}/").content.decode()
    say(world.amina, room, "oppe")
    assert "chat__empty" not in browse("freja").get(f"/chat/{room.pk}/").content.decode()


def test_names_stand_where_the_speaker_changes_and_staff_are_quieter(world, room, browse):
    say(world.amina, room, "oppe", "og kaffe")
    say(world.signe, room, "Dejligt")
    say(world.freja, room, "hej")
    page = browse("freja").get(f"/chat/{room.pk}/").content.decode()
    assert page.count("Amina</span>") == 2
    assert page.count('class="name sr">Amina') == 1
    assert page.count("msg--staff") == 1
    assert page.count("msg--me") == 1 + 1, "one said, one template of the script"


def test_days_have_their_line(world, room, browse):
    say(world.amina, room, "i dag", "også i dag")
    with clock.at(timezone.now() + timedelta(days=2)):
        say(world.amina, room, "i overmorgen")
    assert browse("freja").get(f"/chat/{room.pk}/").content.decode().count('class="day"') == 2


def test_the_new_line_stands_where_one_stopped_reading(world, room, browse):
    say(world.amina, room, "set")
    assert 'id="new"' not in browse("freja").get(f"/chat/{room.pk}/").content.decode(), "all is new at first"
    read_room(actor=world.freja, room=room, seq=1)
    assert 'id="new"' not in browse("freja").get(f"/chat/{room.pk}/").content.decode()
    say(world.amina, room, "ikke set", "heller ikke")
    page = browse("freja").get(f"/chat/{room.pk}/").content.decode()
    assert page.count('id="new"') == 1
    assert page.index(">set<") < page.index('id="new"') < page.index(">ikke set<")


def test_reading_a_page_changes_nothing(world, room, browse):
    say(world.amina, room, "oppe")
    browse("freja").get(f"/chat/{room.pk}/")
    browse("freja").get(f"/chat/{room.pk}/log/")
    assert not ReadPointer.objects.exists()


def test_older_messages_are_reached_by_number(world, room, browse):
    say(world.amina, room, *[f"linje {number}." for number in range(1, 61)])
    freja = browse("freja")
    newest = freja.get(f"/chat/{room.pk}/").content.decode()
    assert "linje 11." in newest
    assert "linje 10." not in newest
    assert "?before=11" in newest
    older = freja.get(f"/chat/{room.pk}/?before=11").content.decode()
    assert "linje 1." in older
    assert "linje 10." in older
    assert "linje 11." not in older
    assert "<textarea" not in older


@pytest.mark.parametrize("query", ["before=x", "before=-1", "before=1e3", "before=%00", "before=" + "9" * 30])
def test_nonsense_in_the_address_is_not_found(world, room, browse, query):
    assert browse("freja").get(f"/chat/{room.pk}/?{query}").status_code == 404
    assert browse("freja").get(f"/chat/{room.pk}/log/?{query.replace('before', 'after')}").status_code == 404


def test_sending_without_a_script_comes_back_to_the_room(world, room, browse):
    answer = browse("freja").post(f"/chat/{room.pk}/send/", {"body": "oppe", "client_uuid": uuid4()})
    assert answer["Location"] == f"/chat/{room.pk}/#newest"
    assert Message.objects.get().body == "oppe"
    assert ReadPointer.objects.get().last_read_seq == 1


def test_a_script_is_answered_201_and_the_repeat_200_with_the_same_entry(world, room, browse):
    freja, sent = browse("freja"), {"body": "oppe", "client_uuid": str(uuid4())}
    first = freja.post(f"/chat/{room.pk}/send/", sent, headers=JSON)
    again = freja.post(f"/chat/{room.pk}/send/", sent, headers=JSON)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    entry = first.json()["entry"]
    assert (entry["seq"], entry["kind"], entry["body"], entry["client_uuid"]) == (
        1,
        "message",
        "oppe",
        sent["client_uuid"],
    )
    assert entry["author"] == {"id": world.freja.pk, "name": "Freja", "role_shape": "youth", "words": ""}
    assert freja.get(f"/chat/{room.pk}/log/").json()["entries"] == [entry]


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({}, 422),
        ({"body": "oppe"}, 422),
        ({"body": "", "client_uuid": str(uuid4())}, 422),
        ({"body": "\x00", "client_uuid": str(uuid4())}, 422),
        ({"body": "x" * 4001, "client_uuid": str(uuid4())}, 422),
        ({"body": "oppe", "client_uuid": "7"}, 422),
        ({"body": "oppe", "client_uuid": "\x00"}, 422),
        ({"body": "hej\x00du", "client_uuid": str(uuid4())}, 201),
    ],
)
def test_what_cannot_be_sent_is_answered_with_a_sentence(world, room, browse, data, status):
    answer = browse("freja").post(f"/chat/{room.pk}/send/", data, headers=JSON)
    assert answer.status_code == status
    assert status == 201 or answer.json()["sentence"]


@pytest.mark.parametrize("raw", [b"body=%ED%A0%80%FF&client_uuid=%00", b"body=\xff\xfe", b"%", b"body=" + b"x" * 9000])
def test_bytes_that_are_no_text_are_never_a_500(world, room, browse, raw):
    answer = browse("freja").post(
        f"/chat/{room.pk}/send/", raw, content_type="application/x-www-form-urlencoded", headers=JSON
    )
    assert answer.status_code == 422


def test_what_was_typed_is_still_there_after_a_refusal(world, room, browse):
    answer = browse("freja").post(f"/chat/{room.pk}/send/", {"body": "min linje", "client_uuid": "7"})
    assert answer.status_code == 422
    assert "min linje</textarea>" in answer.content.decode()


def test_without_scripts_the_refusal_stands_at_the_field_that_one_comes_back_to(world, room, browse):
    freja = browse("freja")
    answer = freja.post(f"/chat/{room.pk}/send/", {"body": "", "client_uuid": uuid4()})
    dock = BeautifulSoup(answer.content, "html.parser").select_one("#newest")
    assert dock.select_one("textarea[aria-invalid=true]")["aria-describedby"] == "refusal"
    assert dock.select_one("#refusal").text == "Skriv en linje først. Én er nok."
    assert "aria-invalid" not in freja.get(f"/chat/{room.pk}/").content.decode()


def test_too_fast_and_a_taken_uuid_have_their_own_answers(world, room, browse):
    freja, uuid = browse("freja"), uuid4()
    forum = Room.objects.get(space__network=world.roskilde, space__kind="youth_forum")
    send_message(actor=world.freja, room=forum, body="x", client_uuid=uuid)
    taken = freja.post(f"/chat/{room.pk}/send/", {"body": "x", "client_uuid": uuid}, headers=JSON)
    assert (taken.status_code, bool(taken.json()["sentence"])) == (409, True)
    say(world.freja, room, *["x"] * (PACE - 1))
    fast = freja.post(f"/chat/{room.pk}/send/", {"body": "x", "client_uuid": uuid4()}, headers=JSON)
    assert (fast.status_code, bool(fast.json()["sentence"])) == (429, True)


@pytest.mark.parametrize("name", [name for name in CAST if name not in ("freja", "amina", "signe", "tine", "visitor")])
def test_a_room_of_others_does_not_exist(world, room, browse, name):
    say(world.amina, room, "kun for torsdagsholdet")
    client = browse(name)
    for answer in (
        client.get(f"/chat/{room.pk}/"),
        client.get(f"/chat/{room.pk}/log/"),
        client.post(f"/chat/{room.pk}/send/", {"body": "hej", "client_uuid": uuid4()}, headers=JSON),
        client.post(f"/chat/{room.pk}/read/", {"seq": 1}),
    ):
        assert answer.status_code == 404
        assert "kun for torsdagsholdet" not in answer.content.decode()
    assert Message.objects.count() == 1


def test_the_log_goes_on_from_a_number(world, room, browse):
    say(world.amina, room, "1", "2", "3", "4")
    freja = browse("freja")

    def read(query):
        log = freja.get(f"/chat/{room.pk}/log/{query}").json()
        return [entry["body"] for entry in log["entries"]], log["more"], log["last_seq"]

    assert read("") == (["1", "2", "3", "4"], False, 4)
    assert read("?after=1&limit=2") == (["2", "3"], True, 4)
    assert read("?after=4") == ([], False, 4)
    assert read("?after=99") == ([], False, 4)


def test_read_moves_the_pointer_by_post_alone(world, room, browse):
    say(world.amina, room, "1", "2")
    freja = browse("freja")
    assert freja.get(f"/chat/{room.pk}/read/").status_code == 405
    assert freja.post(f"/chat/{room.pk}/read/", {"seq": 2}, headers=JSON).json() == {
        "last_read_seq": 2,
        "unread": False,
    }
    assert freja.post(f"/chat/{room.pk}/read/", {"seq": 1}, headers=JSON).json() == {
        "last_read_seq": 2,
        "unread": False,
    }
    assert freja.post(f"/chat/{room.pk}/read/", {"seq": "x"}, headers=JSON).status_code == 422


def test_markup_in_words_stays_words(world, room, browse):
    say(world.amina, room, "<script>alert(1)</script>")
    page = browse("freja").get(f"/chat/{room.pk}/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


# --- one message --------------------------------------------------------------------------------------------------
def test_a_message_has_a_page_with_what_one_can_do(world, room, browse):
    (mine,) = say(world.freja, room, "mine ord")
    page = browse("freja").get(f"/chat/{room.pk}/messages/{mine.seq}/").content.decode()
    assert "edit/" in page
    assert "delete/" in page
    other = browse("amina").get(f"/chat/{room.pk}/messages/{mine.seq}/").content.decode()
    assert "edit/" not in other
    assert "/reactions/" in other or "message" in other
    fragment = browse("amina").get(f"/chat/{room.pk}/messages/{mine.seq}/", headers={"HX-Request": "true"})
    assert "<html" not in fragment.content.decode()


def test_changing_through_the_page_keeps_what_was_typed_when_it_is_refused(world, room, browse):
    (mine,) = say(world.freja, room, "mine ord")
    freja = browse("freja")
    assert freja.post(f"/chat/{room.pk}/messages/{mine.seq}/edit/", {"body": "andre ord"}).status_code == 302
    assert Message.objects.get().body == "andre ord"
    long = "x" * 4001
    page = freja.post(f"/chat/{room.pk}/messages/{mine.seq}/edit/", {"body": long})
    assert page.status_code == 422
    assert long in page.content.decode()


def test_taking_back_leaves_a_line_with_an_undo(world, room, browse):
    (mine,) = say(world.freja, room, "mine ord")
    freja = browse("freja")
    page = freja.post(f"/chat/{room.pk}/messages/{mine.seq}/delete/", follow=True).content.decode()
    assert "mine ord" not in page
    assert "restore/" in page
    assert "Beskeden er taget tilbage" in browse("amina").get(f"/chat/{room.pk}/").content.decode()
    assert freja.get(f"/chat/{room.pk}/messages/{mine.seq}/").status_code == 404
    freja.post(f"/chat/{room.pk}/messages/{mine.seq}/restore/")
    assert "mine ord" in browse("amina").get(f"/chat/{room.pk}/").content.decode()


def test_answering_without_a_script_names_whom_one_answers(world, room, browse):
    (question,) = say(world.amina, room, "hvem kommer?")
    page = browse("freja").get(f"/chat/{room.pk}/?reply={question.seq}").content.decode()
    assert "Du svarer Amina" in page
    browse("freja").post(
        f"/chat/{room.pk}/send/", {"body": "jeg gør", "client_uuid": uuid4(), "reply_to": question.seq}
    )
    assert 'class="quoted"' in browse("amina").get(f"/chat/{room.pk}/").content.decode()


def test_a_link_to_a_message_opens_the_room_there(world, room, browse):
    for minute in range(2):
        with clock.at(timezone.now() + timedelta(minutes=2 * minute)):
            say(world.amina, room, *[f"linje {minute * 60 + number}." for number in range(1, 61)])
    page = browse("freja").get(f"/chat/{room.pk}/?at=10").content.decode()
    assert "linje 10." in page
    assert "linje 35." not in page
    assert 'id="m-10"' in page
    assert "Til de nyeste beskeder" in page
    # The number of the log is not where the newest begins.
    assert browse("freja").get(f"/chat/{room.pk}/?at=110").content.decode().count('class="chat__dock"') == 1


def test_the_first_unread_can_be_reached_when_much_is_new(world, room, browse):
    say(world.amina, room, "set")
    read_room(actor=world.freja, room=room, seq=1)
    for minute in range(2):
        with clock.at(timezone.now() + timedelta(minutes=2 * minute)):
            say(world.amina, room, *["nyt"] * 59)
    page = browse("freja").get(f"/chat/{room.pk}/").content.decode()
    assert "?at=2#new" in page
    assert 'id="new"' in browse("freja").get(f"/chat/{room.pk}/?at=2").content.decode()


def test_addresses_in_words_are_links_and_markup_is_not(world, room, browse):
    say(world.amina, room, "se https://eksempel.dk/kort <b>her</b>")
    page = browse("freja").get(f"/chat/{room.pk}/").content.decode()
    assert '<a href="https://eksempel.dk/kort" rel="nofollow noopener noreferrer ugc">' in page
    assert "<b>her</b>" not in page
