"""Somebody who is paused reads on and writes nothing that others read, until a moment; the way to the staff stays."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from community import clock
from community.chat.models import Message
from community.chat.talks import begin_talk
from community.concerns.operations import write_concern
from community.keeping_away.models import KeptAway
from community.membership.models import Membership
from community.membership.operations import make_group, move_youth
from community.moderation.deeds import pause_person
from community.moderation.models import Case
from community.moderation.undoing import undo_deed
from community.pausing import open_to_paused
from community.people.gate import _OPEN as GATE_OPEN
from community.people.gate import GateMiddleware
from community.permissions import Refused, paused_until
from forums.topics.models import Post
from forums.topics.operations import post_reply
from tests.architecture.authorisation import ROWS
from tests.care import deed, held, said_about, the_case
from tests.tellings import answer, youth_topic

WHY = "Vi tager en dag fri fra skærmen, og så ses vi."


@pytest.fixture
def topic(world):
    return youth_topic(world)


@pytest.fixture
def pause(world, topic):
    reply = answer(world, topic, "jonas")
    said_about(world, "amina", reply)
    case = the_case(reply)
    until = clock.now() + timedelta(hours=24)
    return deed(world, "signe", pause_person, case, until=until, words=WHY, **held(case))


def line():
    return {"body": "Hov", "client_uuid": uuid4()}


def test_they_read_why_and_until_when_and_everything_else(world, browse, topic, pause):
    jonas = browse("jonas")
    for address in (reverse("since_last"), reverse("topic", args=[topic.pk]), reverse("network"), reverse("chat")):
        page = jonas.get(address)
        assert page.status_code == 200
        assert "Du har en pause til" in page.content.decode(), address
        assert reverse("my_care") in page.content.decode()
    assert WHY in jonas.get(reverse("deed", args=[pause.pk])).content.decode()
    assert 'name="body"' not in jonas.get(reverse("topic", args=[topic.pk])).content.decode()
    assert "Du har en pause til" not in browse("amina").get(reverse("since_last")).content.decode()


def test_nothing_of_theirs_goes_out(world, browse, topic, pause):
    jonas = browse("jonas")
    room = world.torsdagsholdet.space.room
    posts, said = Post.objects.count(), Message.objects.count()
    for address, data in (
        (reverse("post_reply", args=[topic.pk]), line() | {"kind": "advice"}),
        (reverse("new_topic", args=[topic.board_id]), line() | {"title": "Hov", "kind": "question", "wish": "tried"}),
        (reverse("send_message", args=[room.pk]), line()),
        (reverse("edit_profile"), {"display_name": "Hov", "language": "da"}),
    ):
        answered = jonas.post(address, data)
        assert answered.status_code == 403, address
        assert "pause" in answered.content.decode(), address
    assert (Post.objects.count(), Message.objects.count()) == (posts, said)
    with pytest.raises(Refused):
        post_reply(actor=world.jonas, topic=topic, kind="advice", body="Hov")


def test_every_form_is_closed_but_those_that_a_pause_leaves_open():
    """The list of what stays open names routes that there are, and nothing by which one speaks to others."""
    posted = {row.name for row in ROWS if row.method == "POST"}
    known = {row.name for row in ROWS}
    assert {name for name in open_to_paused if name not in known} <= {"set_language"}
    speaking = {"post_reply", "new_topic", "witness_topic", "propose_item", "edit_post", "react", "edit_message"}
    speaking |= {"say_tried", "propose_point", "write_notes", "leave_chair", "answer_ask", "edit_company", "ask_author"}
    assert speaking & posted
    assert not speaking & open_to_paused


def test_the_gate_lets_no_form_through_that_a_pause_does_not_leave_open(world, rf, pause):
    """Whatever route there is, also one that comes later: closed until its room opens it."""
    for name in sorted({row.name for row in ROWS}):
        request = rf.post("/")
        if name in open_to_paused or name in GATE_OPEN:
            GateMiddleware._refuse_paused(request, world.jonas, name)
        else:
            with pytest.raises(Refused):
                GateMiddleware._refuse_paused(request, world.jonas, name)
        GateMiddleware._refuse_paused(rf.get("/"), world.jonas, name)
        GateMiddleware._refuse_paused(request, world.amina, name)


def test_the_way_to_the_staff_stays_open(world, browse, pause):
    jonas = browse("jonas")
    to_staff = begin_talk(actor=world.jonas, other=world.tine, network_id=world.roskilde.pk)
    to_friend = begin_talk(actor=world.jonas, other=world.freja, network_id=world.roskilde.pk)
    assert jonas.post(reverse("send_message", args=[to_staff.pk]), line()).status_code == 302
    assert jonas.post(reverse("send_message", args=[to_friend.pk]), line()).status_code == 403
    assert Message.objects.get().room == to_staff


def test_they_may_still_say_that_something_is_wrong_leave_and_ask_for_another_look(world, browse, topic, pause):
    jonas = browse("jonas")
    story = topic.posts.get(position=0)
    assert jonas.post(reverse("report", args=["post", story.pk]), {"what": "hurts"}).status_code == 302
    assert jonas.post(reverse("appeal", args=[pause.pk]), {"words": "Hør"}).status_code == 302
    assert jonas.post(reverse("remove_post", args=[Post.objects.get(author=world.jonas).pk])).status_code == 302
    own = Membership.objects.get(person=world.jonas, ended_at=None)
    assert jonas.post(reverse("end_membership", args=[own.pk])).status_code == 302


def test_it_ends_by_the_clock_and_when_it_is_taken_back(world, browse, topic, pause):
    assert paused_until(world.jonas) == pause.until
    with clock.at(pause.until + timedelta(seconds=1)):
        assert paused_until(world.jonas) is None
        answered = browse("jonas").post(reverse("post_reply", args=[topic.pk]), line() | {"kind": "advice"})
        assert answered.status_code == 302
    undo_deed(actor=world.signe, deed=pause, version=Case.objects.get().version)
    assert paused_until(world.jonas) is None
    assert browse("jonas").post(reverse("post_reply", args=[topic.pk]), line() | {"kind": "advice"}).status_code == 302


def test_taking_one_pause_back_ends_no_other(world, topic, pause):
    case = the_case(Post.objects.get(author=world.jonas))
    longer = clock.now() + timedelta(hours=48)
    second = deed(world, "signe", pause_person, case, until=longer, words=WHY, **held(case))
    assert paused_until(world.jonas) == longer
    undo_deed(actor=world.signe, deed=second, version=Case.objects.get().version)
    assert paused_until(world.jonas) == pause.until
    undo_deed(actor=world.signe, deed=pause, version=Case.objects.get().version)
    assert paused_until(world.jonas) is None


def test_they_may_still_protect_themselves_and_answer(world, browse, pause):
    note = write_concern(
        actor=world.signe,
        network=world.roskilde,
        about=world.jonas,
        what="Han virker trist.",
        told_to="Ingen",
        why="Jeg vil gerne følge med.",
        next_step="Vi taler på torsdag.",
    )
    jonas = browse("jonas")
    freja = world.people["freja"].pk
    for name, args, data in (
        ("keep_away", [freja], {}),
        ("let_back", [freja], {}),
        ("close_talks", [], {}),
        ("open_talks", [], {}),
        ("answer_concern", [note.pk], {"answer": "Jeg har det fint."}),
        ("take_break", [], {}),
        ("come_back", [], {}),
    ):
        assert jonas.post(reverse(name, args=args), data).status_code == 302, name
    assert not KeptAway.objects.exists()
    note.refresh_from_db()
    assert note.answer == "Jeg har det fint."
    assert world.jonas.paused_at is None


def test_whoever_was_on_a_break_and_is_paused_meanwhile_comes_back(world, browse, topic):
    reply = answer(world, topic, "jonas")
    said_about(world, "amina", reply)
    jonas = browse("jonas")
    jonas.post(reverse("take_break"))
    assert world.jonas.paused_at is not None
    case = the_case(reply)
    deed(world, "signe", pause_person, case, until=clock.now() + timedelta(hours=2), words=WHY, **held(case))
    assert browse("jonas").post(reverse("come_back")).status_code == 302
    assert world.jonas.paused_at is None


def test_another_group_is_no_way_around_it(world, pause):
    group = make_group(actor=world.signe, network=world.roskilde, name="Fredagsholdet")
    move_youth(actor=world.signe, membership=world.membership("jonas"), group=group)
    assert paused_until(world.jonas) == pause.until
