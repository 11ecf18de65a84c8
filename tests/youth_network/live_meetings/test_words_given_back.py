"""What somebody typed comes back where it came too late, and the empty chair is found from the agenda."""

import pytest

from community.meetings.operations import answer_meeting, call_off
from tests.youth_network.agendas.table import THURSDAY, WEEK, lay_meeting
from tests.youth_network.live_meetings.test_around import WORDS, place_of
from youth_network.live_meetings.agreements import make_agreement
from youth_network.live_meetings.chairs import answer_chair, leave_chair
from youth_network.live_meetings.models import EmptyChair
from youth_network.live_meetings.running import end_meeting, finish_item, go_to_items

pytestmark = pytest.mark.django_db


def page(client, path):
    return client.get(path).content.decode()


def test_a_chair_that_comes_too_late_gives_its_words_back(world, meeting, browse):
    place = place_of(meeting, "freja")
    go_to_items(actor=world.jonas, agenda=meeting)
    while place.outcome == "waiting":
        meeting.refresh_from_db()
        finish_item(actor=world.jonas, placement=meeting.current)
        place.refresh_from_db()
    amina = browse("amina")
    answer = amina.post(f"/agenda/{place.pk}/chair/", {"words": WORDS, "reader": ""})
    assert answer.status_code == 422
    assert WORDS in answer.content.decode()
    assert not EmptyChair.objects.exists()
    assert amina.get(f"/agenda/{place.pk}/chair/").status_code == 403, "nothing was typed yet"
    assert browse("signe").post(f"/agenda/{place.pk}/chair/", {"words": WORDS}).status_code == 403


def test_what_became_of_an_agreement_comes_back_when_it_is_too_long(world, meeting, browse):
    following = lay_meeting(world.torsdagsholdet, THURSDAY + WEEK).agenda
    agreement = make_agreement(actor=world.jonas, agenda=meeting, what="Vi prøver det af")
    end_meeting(actor=world.jonas, agenda=meeting)
    long = "Det blev til noget " * 30
    sent = {"state": "kept", "became": long}
    answer = browse("amina").post(f"/meetings/{following.pk}/agreements/{agreement.pk}/settle/", sent)
    assert answer.status_code == 422
    assert long.strip() in answer.content.decode()


def test_only_the_refused_chair_shows_the_refused_words(world, meeting, browse):
    for who in ("freja", "amina"):
        leave_chair(actor=world.who(who), placement=place_of(meeting, "freja"), words=WORDS)
    go_to_items(actor=world.jonas, agenda=meeting)
    chair, long = EmptyChair.objects.get(author=world.membership("freja")), "Vi savnede dig " * 60
    answer = browse("jonas").post(f"/chairs/{chair.pk}/answer/", {"answer": long}).content.decode()
    assert answer.count(long.strip()) == 1


def test_an_open_page_of_a_cancelled_meeting_says_why(world, table, browse):
    call_off(table.meeting, "Huset har fået vand i kælderen")
    shown = page(browse("freja"), f"/meetings/{table.pk}/live/")
    assert "Mødet er aflyst" in shown
    assert "Huset har fået vand i kælderen" in shown
    assert "Velkommen" not in shown


def test_who_cannot_come_is_led_to_their_chair_and_finds_it_again(world, table, browse):
    place, freja = place_of(table, "amina"), browse("freja")
    link, path = f"/agenda/{place.pk}/chair/", f"/meetings/{table.pk}/"
    assert link not in page(freja, path), "whoever comes says it themselves"
    answer_meeting(actor=world.freja, meeting=table.meeting, answer="cannot")
    assert link in page(freja, path)
    leave_chair(actor=world.freja, placement=place, words=WORDS)
    assert WORDS in page(freja, path)
    for who in ("amina", "jonas", "signe"):
        assert WORDS not in page(browse(who), path)


def test_an_answer_that_was_not_given_at_the_meeting_is_given_from_its_minutes(world, meeting, browse):
    chair = leave_chair(actor=world.freja, placement=place_of(meeting, "freja"), words=WORDS)
    go_to_items(actor=world.jonas, agenda=meeting)
    while meeting.current_id != chair.placement_id:
        meeting.refresh_from_db()
        if meeting.current_id != chair.placement_id:
            finish_item(actor=world.jonas, placement=meeting.current)
    end_meeting(actor=world.jonas, agenda=meeting)
    minutes, form = f"/meetings/{meeting.pk}/minutes/", f'action="/chairs/{chair.pk}/answer/"'
    assert form in page(browse("amina"), minutes)
    for who in ("freja", "signe", "tine"):
        assert form not in page(browse(who), minutes)
    answer_chair(actor=world.amina, chair=chair, words="Vi savnede dig.")
    assert form not in page(browse("amina"), minutes)
    assert "Vi savnede dig." in page(browse("freja"), minutes)
