"""Whatever a consultant does about a case can be taken back by one press, and then everything is as it was."""

import pytest
from django.urls import reverse

from community.membership.models import Membership
from community.moderation.kinds import AUTOMATIC, DeedKind
from community.moderation.models import Case, Deed
from community.moderation.undoing import _WAYS_BACK
from community.notifications.models import Notification
from community.spaces.models import Space
from forums.topics.operations import post_topic
from tests.care import a_rule, said_about, the_case
from tests.tellings import WORDS, answer

WHY = "Lad os tale om det på torsdag."
READERS = ("freja", "amina", "jonas", "sofie", "signe", "tine")


@pytest.fixture
def story(world):
    """A story that can be all of it: hidden, closed, moved, of one who belongs to the network."""
    forum = Space.objects.get(network=world.roskilde, kind="youth_forum")
    topic = post_topic(actor=world.jonas, board=forum.board, kind="experience", title="Til alle", body=WORDS)
    answer(world, topic, "sofie", body="Det kender jeg.")
    said_about(world, "sofie", topic.posts.get(position=0))
    return topic.posts.get(position=0)


def typed(world, name):
    """What stands in each deed's form."""
    return {
        "hide_thing": {},
        "ask_to_change": {"words": "Skriv “en kollega”."},
        "hide_all_since": {"hours": "24", "words": WHY},
        "close_topic": {},
        "move_topic": {"place": str(world.torsdagsholdet.space.board.pk)},
        "pause_person": {"hours": "24", "words": WHY},
        "end_membership_by_rule": {"words": WHY},
        "hand_over_case": {"to": str(world.tine.pk)},
        "close_case": {},
    }[name]


#: Every deed that can be taken back, and the address that does it.
DOORS = {
    DeedKind.HIDE: "hide_thing",
    DeedKind.ASK_CHANGE: "ask_to_change",
    DeedKind.HIDE_ALL: "hide_all_since",
    DeedKind.CLOSE_TOPIC: "close_topic",
    DeedKind.MOVE_TOPIC: "move_topic",
    DeedKind.PAUSE: "pause_person",
    DeedKind.END_MEMBERSHIP: "end_membership_by_rule",
    DeedKind.HAND_OVER: "hand_over_case",
    DeedKind.CLOSE_CASE: "close_case",
}


def as_it_stands(world, browse, story):
    """What people meet: who reads the story, whether one may answer it, and how Jonas and the case stand."""
    page = reverse("topic", args=[story.topic_id])
    case = Case.objects.get()
    membership = Membership.objects.filter(person=world.jonas, ended_at=None).first()
    found = {f"{who} reads it": WORDS in browse(who).get(page).content.decode() for who in READERS}
    return found | {
        "answers are taken": reverse("post_reply", args=[story.topic_id]) in browse("signe").get(page).content.decode(),
        "Jonas belongs": membership is not None and (membership.role, membership.group_id),
        "Jonas writes": membership is not None and membership.paused_until is None,
        "Jonas is asked to change it": case.waits_for_author,
        "the psychologist reads the case": browse("tine").get(reverse("case", args=[case.pk])).status_code == 200,
    }


def press(browse, name, number, data):
    answered = browse("signe").post(reverse(name, args=[number]), data)
    assert answered.status_code == 302, (name, answered.status_code)


@pytest.mark.parametrize("kind", _WAYS_BACK)
def test_one_press_takes_it_back(world, browse, story, kind):
    case = the_case(story)
    before = as_it_stands(world, browse, story)
    assert before["freja reads it"]
    rule = f"house-{a_rule(case).pk}" if hasattr(a_rule(case), "rules_id") else f"general-{a_rule(case).pk}"
    press(browse, DOORS[kind], case.pk, {"version": case.version, "rule": rule} | typed(world, DOORS[kind]))
    done = Deed.objects.get(kind=kind)
    assert done.by == world.signe
    case.refresh_from_db()
    if kind == DeedKind.CLOSE_CASE:
        assert case.closed_at is not None
        assert f"/cases/{case.pk}/" not in browse("signe").get(reverse("care_queue")).content.decode()
    else:
        assert as_it_stands(world, browse, story) != before
    # The button stands on the page of the case.
    page = browse("signe").get(reverse("case", args=[case.pk])).content.decode()
    assert reverse("undo_deed", args=[done.pk]) in page
    for _press in range(2):
        version = Case.objects.get().version
        press(browse, "undo_deed", done.pk, {"version": version})
        assert as_it_stands(world, browse, story) == before
    done.refresh_from_db()
    assert (done.stands, done.undone_by) == (False, world.signe)
    told = Notification.objects.visible_to(world.jonas).filter(kind="deed_undone").count()
    assert told == (1 if done.person_id else 0), "whom it concerned is told, once"
    if kind == DeedKind.CLOSE_CASE:
        assert Case.objects.get().closed_at is None
        assert f"/cases/{case.pk}/" in browse("signe").get(reverse("care_queue")).content.decode()
    page = browse("signe").get(reverse("case", args=[case.pk])).content.decode()
    assert reverse("undo_deed", args=[done.pk]) not in page


@pytest.mark.parametrize("kind", _WAYS_BACK)
def test_nobody_takes_a_deed_back_about_themselves_or_from_outside(world, browse, story, kind):
    case = the_case(story)
    rule = f"house-{a_rule(case).pk}" if hasattr(a_rule(case), "rules_id") else f"general-{a_rule(case).pk}"
    press(browse, DOORS[kind], case.pk, {"version": case.version, "rule": rule} | typed(world, DOORS[kind]))
    done = Deed.objects.get(kind=kind)
    for who in ("jonas", "sofie", "amina", "bo", "ellen", "mona", "karla", "emil"):
        answered = browse(who).post(reverse("undo_deed", args=[done.pk]), {"version": Case.objects.get().version})
        # Whoever is paused sends no form but a few.
        assert answered.status_code == (403 if who == "jonas" and kind == DeedKind.PAUSE else 404), who
    done.refresh_from_db()
    assert done.stands


def test_every_deed_has_its_way_back_but_what_has_one_of_its_own():
    """What was let stand is hidden anew; what a rule of the software hid is let stand."""
    assert set(_WAYS_BACK) == set(DOORS) == set(DeedKind) - {DeedKind.LET_STAND, *AUTOMATIC}
