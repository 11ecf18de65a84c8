"""The group's answer to an empty chair is somebody's words too: it can be spoken of, and it can be hidden."""

import pytest
from django.urls import reverse

from community.moderation.deeds import hide_thing, let_stand
from community.moderation.models import Case, Deed
from community.moderation.reporting import report
from community.permissions import Refused
from community.subjects import named
from tests.care import deed, held
from tests.youth_network.live_meetings.test_around import WORDS, place_of
from youth_network.live_meetings.chairs import answer_chair, leave_chair
from youth_network.live_meetings.models import EmptyChair
from youth_network.live_meetings.running import end_meeting, finish_item, go_to_items

pytestmark = pytest.mark.django_db

ANSWER = "Kanariefuglen blev hjemme"


@pytest.fixture
def chair(world, meeting):
    """Freja could not come; Amina answered her."""
    chair = leave_chair(actor=world.freja, placement=place_of(meeting, "freja"), words=WORDS)
    go_to_items(actor=world.jonas, agenda=meeting)
    while meeting.current_id != chair.placement_id:
        meeting.refresh_from_db()
        if meeting.current_id != chair.placement_id:
            finish_item(actor=world.jonas, placement=meeting.current)
    end_meeting(actor=world.jonas, agenda=meeting)
    answer_chair(actor=world.amina, chair=chair, words=ANSWER)
    return chair


def test_it_is_hidden_and_its_chair_stands(world, browse, meeting, chair):
    minutes = f"/meetings/{meeting.pk}/minutes/"
    address = reverse("report", args=["chair_answer", chair.pk])
    assert address in browse("freja").get(minutes).content.decode()
    assert address not in browse("amina").get(minutes).content.decode(), "one's own"
    assert ANSWER in browse("freja").get(address).content.decode()
    assert browse("freja").post(address, {"what": "hurts"}).status_code == 302
    case = Case.objects.get()
    assert case.author == world.amina
    done = deed(world, "signe", hide_thing, case, **held(case))
    for who in ("freja", "amina", "jonas", "signe"):
        html = browse(who).get(minutes).content.decode()
        assert ANSWER not in html, who
        assert WORDS in html, who
        assert "Her er noget skjult." in html, who
    assert ANSWER in browse("amina").get(reverse("deed", args=[done.pk])).content.decode()
    assert ANSWER in browse("signe").get(reverse("case", args=[case.pk])).content.decode()
    for who in ("amina", "jonas"):
        with pytest.raises(Refused):
            answer_chair(actor=world.who(who), chair=EmptyChair.objects.get(), words="Et andet")
    deed(world, "signe", let_stand, case)
    assert ANSWER in browse("freja").get(minutes).content.decode()
    assert Deed.objects.get(pk=done.pk).undone_by == world.signe


def test_a_chair_without_an_answer_has_none_to_speak_of(world, browse, meeting):
    chair = leave_chair(actor=world.freja, placement=place_of(meeting, "freja"), words=WORDS)
    assert browse("freja").get(reverse("report", args=["chair_answer", chair.pk])).status_code == 404
    with pytest.raises(Refused):
        report(actor=world.freja, kind=named("chair_answer"), thing=chair, what="hurts")
