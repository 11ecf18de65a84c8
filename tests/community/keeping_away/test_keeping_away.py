"""Keeping somebody away: their words lie folded, nothing of theirs calls, no talk alone; and nobody learns of it."""

import json
import re
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from community.activity.models import ActivityRecord
from community.chat.models import Room
from community.chat.saying import send_message
from community.chat.talks import begin_talk
from community.keeping_away.models import KeptAway
from community.keeping_away.operations import close_talks, keep_away, let_back, open_talks
from community.notifications.models import Notification, OutboxMail
from community.permissions import Refused
from forums.reading.operations import follow_board
from forums.topics.operations import post_topic
from tests.tellings import answer

CANARY = "Canarywords 2b7f"
JUST_NOW = "I kan ikke skrive til hinanden alene lige nu."


def room(world):
    return Room.objects.get(space=world.torsdagsholdet.space)


def told_by(author, recipient):
    return Notification.objects.filter(recipient=recipient, actor=author)


def topic_of(world, who="jonas", title="Trappen"):
    return post_topic(
        actor=world.who(who), board=world.torsdagsholdet.space.board, kind="experience", title=title, body=CANARY
    )


def main(browse, name, address):
    return browse(name).get(address).content.decode().split("<main")[1].split("</main")[0]


@pytest.fixture
def apart(world):
    """Freja keeps Jonas away."""
    keep_away(actor=world.freja, whom=world.jonas)
    return world


# --- choosing it --------------------------------------------------------------------------------------------------
def test_one_keeps_somebody_away_and_lets_them_back_with_one_tap_each(world, browse):
    freja, page = browse("freja"), reverse("kept_away")
    assert "Jonas" in freja.get(page).content.decode()
    freja.post(reverse("keep_away", args=[world.jonas.pk]))
    freja.post(reverse("keep_away", args=[world.jonas.pk]))
    assert list(KeptAway.objects.values_list("person", "whom")) == [(world.freja.pk, world.jonas.pk)]
    freja.post(reverse("let_back", args=[world.jonas.pk]))
    assert not KeptAway.objects.exists()
    assert freja.post(reverse("let_back", args=[world.jonas.pk])).status_code == 404


@pytest.mark.parametrize("name", ["yusuf", "mona", "emil", "ellen", "freja", "karla"])
def test_of_people_one_does_not_meet_one_learns_nothing(world, browse, name):
    assert browse("freja").post(reverse("keep_away", args=[world.who(name).pk])).status_code == 404
    assert name.capitalize() not in main(browse, "freja", reverse("kept_away")).split("Dem, du møder her")[1]
    with pytest.raises(Refused):
        keep_away(actor=world.freja, whom=world.who(name))


@pytest.mark.parametrize("name", ["signe", "tine", "ellen", "bo", "karla"])
def test_who_looks_after_others_turns_nobody_away(world, browse, name):
    assert browse(name).get(reverse("kept_away")).status_code == 404
    assert browse(name).post(reverse("keep_away", args=[world.freja.pk])).status_code == 404
    assert reverse("kept_away") not in browse(name).get(reverse("me")).content.decode()


def test_the_database_keeps_nobody_away_from_themselves_and_nobody_twice(apart):
    for person, whom in ((apart.freja, apart.freja), (apart.freja, apart.jonas)):
        with pytest.raises(IntegrityError), transaction.atomic():
            KeptAway.objects.create(person=person, whom=whom)


# --- folded -------------------------------------------------------------------------------------------------------
def test_in_the_chat_their_words_lie_folded_for_whom_keeps_them_away_alone(apart, browse):
    world, chat = apart, room(apart)
    first, _new = send_message(actor=world.jonas, room=chat, body=CANARY, client_uuid=uuid4())
    send_message(actor=world.amina, room=chat, body="Ja!", client_uuid=uuid4(), reply_to=first.seq)
    address = reverse("chat_room", args=[chat.pk])
    for name, folded in (("freja", True), ("amina", False), ("jonas", False), ("signe", False)):
        shown = main(browse, name, address)
        assert ("bubble--muted" in shown) is folded, name
        # In the folded one it is there, at one tap; beside the answer to it, it is not.
        assert shown.count(CANARY) == (1 if folded else 2), name
        muted = browse(name).get(address).context["muted"]
        assert (world.jonas.pk in json.loads(muted)) is folded
    rooms = main(browse, "freja", reverse("chat"))
    assert CANARY not in rooms
    let_back(actor=world.freja, whom=world.jonas)
    assert "bubble--muted" not in main(browse, "freja", address)


def test_on_the_boards_their_stories_and_answers_lie_folded(apart, browse):
    world = apart
    own, theirs = topic_of(world, "freja", "Mit"), topic_of(world)
    answer(world, own, "jonas", body=CANARY)
    folded = "Fra en, du holder på afstand"
    for topic in (own, theirs):
        page = reverse("topic", args=[topic.pk])
        assert folded in main(browse, "freja", page)
        for name in ("jonas", "amina", "signe"):
            assert folded not in browse(name).get(page).content.decode(), name
    # What is shown is drawn once for many: nobody else gets the folded drawing, nor Freja the open one.
    inside = main(browse, "freja", reverse("topic", args=[own.pk])).split(folded)[1]
    assert CANARY in inside.split("</details>")[0]
    board = reverse("board", args=[own.board_id])
    assert "Fortalt af en, du holder på afstand" in main(browse, "freja", board)
    assert "Fortalt af en" not in main(browse, "amina", board)
    home = main(browse, "freja", reverse("since_last"))
    assert "Trappen" not in home
    assert "Jonas" not in home
    let_back(actor=world.freja, whom=world.jonas)
    assert folded not in main(browse, "freja", reverse("topic", args=[own.pk]))


def test_a_search_finds_their_words_only_where_one_asks_for_them(apart, browse):
    topic_of(apart)

    def finds(name, **more):
        answer = browse(name).post(reverse("search"), {"words": "Canarywords", **more})
        return [result.heading for result in answer.context["results"]]

    assert not finds("freja")
    assert len(finds("freja", author=apart.jonas.pk)) == 1
    for name in ("amina", "signe", "jonas"):
        assert len(finds(name)) == 1, name
    let_back(actor=apart.freja, whom=apart.jonas)
    assert len(finds("freja")) == 1


def test_an_open_page_gets_new_answers_folded_and_changed_ones_in_their_place(apart, browse):
    world = apart
    own = topic_of(world, "freja", "Mit")
    answer(world, own, "jonas", body=CANARY)
    page = reverse("topic", args=[own.pk])
    fragment = browse("freja").get(f"{page}?after=0&changed=1", headers={"HX-Request": "true"}).content.decode()
    assert fragment.count("Fra en, du holder på afstand") == 1


# --- quiet --------------------------------------------------------------------------------------------------------
def test_nothing_of_theirs_calls_one(apart):
    world = apart
    own = topic_of(world, "freja", "Mit")
    follow_board(actor=world.freja, board=own.board, following="follow")
    answer(world, own, "jonas", body=f"@Freja {CANARY}")
    topic_of(world)
    send_message(actor=world.jonas, room=room(world), body=f"@Freja {CANARY}", client_uuid=uuid4())
    assert not told_by(world.jonas, world.freja).exists()
    assert not OutboxMail.objects.filter(recipient=world.freja).exists()
    answer(world, own, "amina")
    assert told_by(world.amina, world.freja).exists()
    let_back(actor=world.freja, whom=world.jonas)
    answer(world, own, "jonas")
    assert told_by(world.jonas, world.freja).count() == 1


# --- no talk alone ------------------------------------------------------------------------------------------------
def test_neither_begins_a_talk_with_the_other(apart, browse):
    world = apart
    for one, other in (("freja", "jonas"), ("jonas", "freja")):
        answer_ = browse(one).post(reverse("begin_talk", args=[world.who(other).pk]), follow=True)
        assert JUST_NOW in answer_.content.decode()
        with pytest.raises(Refused):
            begin_talk(actor=world.who(one), other=world.who(other), network_id=world.roskilde.pk)
    assert not Room.objects.filter(space=None).exists()


def test_a_talk_that_stands_goes_on_for_neither_and_stays_readable(world, browse):
    talk = begin_talk(actor=world.jonas, other=world.freja, network_id=world.roskilde.pk)
    send_message(actor=world.jonas, room=talk, body=CANARY, client_uuid=uuid4())
    keep_away(actor=world.freja, whom=world.jonas)
    for name in ("freja", "jonas"):
        page = browse(name).get(reverse("chat_room", args=[talk.pk])).content.decode()
        assert "her lige nu" in page
        assert CANARY in page
        sent = browse(name).post(
            reverse("send_message", args=[talk.pk]),
            {"body": "Hallo", "client_uuid": uuid4()},
            headers={"Accept": "application/json"},
        )
        assert sent.status_code == 403
    assert talk.messages.count() == 1
    let_back(actor=world.freja, whom=world.jonas)
    send_message(actor=world.jonas, room=talk, body="Igen", client_uuid=uuid4())


def everything_jonas_sees(world, browse):
    """Each page of his that could tell him, but for what differs from one page to the next by itself."""
    pages = {}
    jonas = browse("jonas")
    for address in (reverse("chat"), reverse("chat_room", args=[room(world).pk]), reverse("kept_away"), reverse("me")):
        pages[address] = main(browse, "jonas", address)
    told = jonas.post(reverse("begin_talk", args=[world.freja.pk]), follow=True).content.decode()
    pages["begin"] = JUST_NOW in told
    return {name: page if isinstance(page, bool) else _without_tokens(page) for name, page in pages.items()}


def _without_tokens(page):
    return re.sub(r'value="[\w-]{20,}"', "", page)


def test_whoever_is_kept_away_cannot_tell_it_from_talks_that_are_closed_to_all(world, browse):
    close_talks(actor=world.freja)
    closed = everything_jonas_sees(world, browse)
    open_talks(actor=world.freja)
    keep_away(actor=world.freja, whom=world.jonas)
    assert everything_jonas_sees(world, browse) == closed
    assert not ActivityRecord.objects.filter(kind__contains="away").exists()
    assert not Notification.objects.filter(recipient=world.jonas, actor=world.freja).exists()


def test_talks_closed_to_youths_leave_the_way_to_the_staff_open(world, browse):
    browse("freja").post(reverse("close_talks"))
    for one, other in (("amina", "freja"), ("freja", "amina")):
        with pytest.raises(Refused):
            begin_talk(actor=world.who(one), other=world.who(other), network_id=world.roskilde.pk)
    talk = begin_talk(actor=world.freja, other=world.tine, network_id=world.roskilde.pk)
    send_message(actor=world.tine, room=talk, body="Hej", client_uuid=uuid4())
    browse("freja").post(reverse("open_talks"))
    begin_talk(actor=world.amina, other=world.freja, network_id=world.roskilde.pk)
    for name in ("signe", "mona", "ellen"):
        assert browse(name).post(reverse("close_talks")).status_code == 404
        assert browse(name).post(reverse("open_talks")).status_code == 404


def test_a_youth_who_keeps_a_consultant_away_writes_to_them_no_more_and_meets_them_in_the_group(world, browse):
    keep_away(actor=world.freja, whom=world.signe)
    with pytest.raises(Refused):
        begin_talk(actor=world.freja, other=world.signe, network_id=world.roskilde.pk)
    send_message(actor=world.signe, room=room(world), body=CANARY, client_uuid=uuid4())
    shown = main(browse, "freja", reverse("chat_room", args=[room(world).pk]))
    assert "bubble--muted" in shown
    assert CANARY in shown


def test_the_chat_offers_it_beside_a_message(world, browse):
    said, _new = send_message(actor=world.jonas, room=room(world), body=CANARY, client_uuid=uuid4())
    address = reverse("chat_message", args=[room(world).pk, said.seq])
    assert reverse("keep_away", args=[world.jonas.pk]) in browse("freja").get(address).content.decode()
    assert reverse("keep_away", args=[world.jonas.pk]) not in browse("signe").get(address).content.decode()
    keep_away(actor=world.freja, whom=world.jonas)
    shown = browse("freja").get(address).content.decode()
    assert reverse("let_back", args=[world.jonas.pk]) in shown
    assert reverse("unmute", args=[world.jonas.pk]) not in shown
