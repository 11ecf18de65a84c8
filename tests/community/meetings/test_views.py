"""The pages: who is led where, the two buttons, and what consultants arrange."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from community import clock
from community.meetings import opening
from community.meetings.models import Answer, Attendance, Meeting, MeetingSeries
from community.meetings.operations import answer_meeting, cancel_meeting, open_meeting
from community.meetings.weekly import set_series
from community.membership.operations import end_membership
from community.notifications.models import Notification
from community.roles import GroupKind
from tests.personas import build_world, sign_in

NOON = datetime(2026, 3, 11, 11, tzinfo=UTC)
START = datetime(2026, 3, 19, 12, tzinfo=UTC)
BY_SCRIPT = {"HX-Request": "true"}


@pytest.fixture
def world(db):
    with clock.at(NOON):
        yield build_world()


@pytest.fixture
def as_(world):
    return lambda name: sign_in(Client(), world.people[name])


@pytest.fixture
def meeting(world):
    return open_meeting(actor=world.signe, group=world.torsdagsholdet, starts_at=START, minutes=90, place="Salen")


def page(client, name, *args, **query):
    return client.get(reverse(name, args=args), query).content.decode()


def test_a_youth_is_led_to_the_next_meeting_of_their_group(world, as_, meeting):
    open_meeting(actor=None, group=world.torsdagsholdet, starts_at=START + timedelta(days=7))
    open_meeting(actor=None, group=world.mandagsholdet, starts_at=START - timedelta(days=1))
    assert as_("freja").get("/meetings/").url == reverse("agenda", args=[meeting.pk])


def test_a_room_above_may_give_the_meeting_a_page_of_its_own(world, as_, meeting, monkeypatch):
    monkeypatch.setitem(opening.meeting_pages, GroupKind.YOUTH_GROUP, lambda m: f"/somewhere/{m.pk}/")
    assert as_("freja").get("/meetings/").url == f"/somewhere/{meeting.pk}/"
    assert f"/somewhere/{meeting.pk}/" in page(as_("freja"), "group_meetings", world.torsdagsholdet.pk)


def test_a_cancelled_meeting_is_not_the_next(world, as_, meeting):
    later = open_meeting(actor=None, group=world.torsdagsholdet, starts_at=START + timedelta(days=7))
    cancel_meeting(actor=world.signe, meeting=meeting, reason="Nej")
    assert as_("freja").get("/meetings/").url == reverse("agenda", args=[later.pk])


def test_without_a_meeting_a_youth_gets_the_empty_page_and_a_consultant_the_way_to_set_one(world, as_):
    answer = as_("freja").get("/meetings/", follow=True)
    assert "Der er ikke aftalt noget møde endnu." in answer.content.decode()
    assert "Aftal det faste møde" not in answer.content.decode()
    assert "Aftal det faste møde" in page(as_("signe"), "group_meetings", world.torsdagsholdet.pk)


def test_a_consultant_sees_the_next_meeting_of_every_group_of_the_network(world, as_, meeting):
    open_meeting(actor=None, group=world.onsdagsholdet, starts_at=START, place="Horsenscanary")
    answer_meeting(actor=world.freja, meeting=meeting, answer=Answer.COMING)
    text = page(as_("signe"), "meetings")
    for name in ("Torsdagsholdet", "Mandagsholdet", "Torsdag 19. marts 13.00–14.30", "Kommer: Freja"):
        assert name in text
    for elsewhere in ("Onsdagsholdet", "Horsenscanary"):
        assert elsewhere not in text


def test_one_tap_without_scripts(world, as_, meeting):
    freja, path = as_("freja"), reverse("answer_meeting", args=[meeting.pk])
    answer = freja.post(path, {"answer": "coming", "back": "answer"}, follow=True)
    text = answer.content.decode()
    assert answer.redirect_chain == [(path, 302)]
    assert "Du kommer torsdag 19. marts kl. 13.00–14.30." in text
    assert 'value="coming" aria-pressed="true"' in text
    freja.post(path, {"answer": "cannot"})
    assert Attendance.objects.get().answer == Answer.CANNOT
    assert freja.post(path, {"answer": "maybe"}).status_code == 400
    freja.post(reverse("withdraw_answer", args=[meeting.pk]))
    assert not Attendance.objects.exists()


def test_a_tap_by_script_gets_the_buttons_back(world, as_, meeting):
    path = reverse("answer_meeting", args=[meeting.pk])
    answer = as_("freja").post(path, {"answer": "cannot"}, headers=BY_SCRIPT)
    text = answer.content.decode()
    assert text.startswith("<form")
    assert "<html" not in text
    assert 'value="cannot" aria-pressed="true"' in text


def test_back_goes_to_a_page_of_ours_whatever_the_form_says(world, as_, meeting):
    path = reverse("answer_meeting", args=[meeting.pk])
    answer = as_("freja").post(path, {"answer": "coming", "back": "https://example.com/"})
    assert answer.url == reverse("agenda", args=[meeting.pk])


def test_who_comes_is_named_and_who_cannot_is_not(world, as_, meeting):
    answer_meeting(actor=world.freja, meeting=meeting, answer=Answer.COMING)
    answer_meeting(actor=world.jonas, meeting=meeting, answer=Answer.CANNOT)
    for name in ("amina", "signe", "tine"):
        for route, number in (("meeting", meeting.pk), ("group_meetings", world.torsdagsholdet.pk)):
            text = page(as_(name), route, number)
            assert "Kommer: Freja" in text
            assert "Jonas" not in text
    # Oneself sees one's own.
    assert 'value="cannot" aria-pressed="true"' in page(as_("jonas"), "meeting", meeting.pk)


def test_whoever_has_left_sits_there_no_more(world, as_, meeting):
    answer_meeting(actor=world.freja, meeting=meeting, answer=Answer.COMING)
    end_membership(actor=world.signe, membership=world.membership("freja"))
    assert "Freja" not in page(as_("amina"), "meeting", meeting.pk)


def test_consultants_get_no_buttons_to_answer_and_youths_none_to_arrange(world, as_, meeting):
    signe, freja = page(as_("signe"), "meeting", meeting.pk), page(as_("freja"), "meeting", meeting.pk)
    assert "Jeg kommer" not in signe
    assert reverse("move_meeting", args=[meeting.pk]) in signe
    assert "Jeg kommer" in freja
    assert reverse("move_meeting", args=[meeting.pk]) not in freja


def test_the_page_of_a_reminder_shows_what_rooms_above_lay_on_the_table(world, as_, meeting):
    opening.on_the_table.append(lambda m, person: [f"{person.display_name} vil tale om <pauser>"])
    try:
        text = page(as_("freja"), "answer_meeting", meeting.pk)
    finally:
        opening.on_the_table.pop()
    assert "Freja vil tale om &lt;pauser&gt;" in text
    assert "Jeg kan ikke komme" in text


def test_looking_at_a_meeting_reads_what_was_told_of_it(world, as_, meeting):
    assert Notification.objects.visible_to(world.freja).unread().count() == 1
    page(as_("freja"), "answer_meeting", meeting.pk)
    assert Notification.objects.visible_to(world.freja).unread().count() == 0
    assert Notification.objects.visible_to(world.amina).unread().count() == 1


def test_a_consultant_sets_opens_moves_cancels_and_takes_back(world, as_):
    signe, group = as_("signe"), world.torsdagsholdet
    form = {"weekday": 3, "begins": "13:00", "minutes": 90, "place": "Salen", "first_day": ""}
    answer = signe.post(reverse("set_series", args=[group.pk]), form, follow=True)
    assert "Gruppen mødes hver torsdag kl. 13.00." in answer.content.decode()
    assert Meeting.objects.count() == 8
    form = {"day": "2026-03-17", "begins": "09:30", "minutes": 60, "place": "Haven"}
    signe.post(reverse("open_meeting", args=[group.pk]), form)
    single = Meeting.objects.get(series=None)
    assert single.starts_at == datetime(2026, 3, 17, 8, 30, tzinfo=UTC)
    signe.post(reverse("move_meeting", args=[single.pk]), form | {"day": "2026-03-30"})
    single.refresh_from_db()
    assert single.starts_at == datetime(2026, 3, 30, 7, 30, tzinfo=UTC)
    answer = signe.post(reverse("cancel_meeting", args=[single.pk]), {"reason": "Regnvejr"}, follow=True)
    assert "Regnvejr" in answer.content.decode()
    signe.post(reverse("hold_meeting_after_all", args=[single.pk]))
    single.refresh_from_db()
    assert single.cancelled_at is None
    signe.post(reverse("end_series", args=[group.pk]), {"reason": "Sommer"})
    assert list(Meeting.objects.held()) == [single]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"day": "2026-03-01"}, "Et møde begynder senere end nu og inden for et år."),
        ({"minutes": "5"}, "Et møde varer fra 15 minutter til 8 timer."),
        ({"begins": "klokken et"}, "Skriv et klokkeslæt, for eksempel 13:00."),
        ({"day": ""}, "Vælg en dag i kalenderen."),
    ],
)
def test_what_is_wrong_stands_at_the_form(world, as_, wrong, sentence):
    form = {"day": "2026-03-17", "begins": "09:30", "minutes": 60, "place": "Haven"} | wrong
    answer = as_("signe").post(reverse("open_meeting", args=[world.torsdagsholdet.pk]), form)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Meeting.objects.exists()


def test_earlier_meetings_stand_by_themselves_page_by_page(world, as_):
    for week in range(1, 26):
        open_meeting(actor=None, group=world.torsdagsholdet, starts_at=NOON - timedelta(weeks=week))
    freja = as_("freja")
    first = freja.get(reverse("earlier_meetings", args=[world.torsdagsholdet.pk]))
    second = freja.get(reverse("earlier_meetings", args=[world.torsdagsholdet.pk]) + first.context["older"])
    assert [len(one.context["meetings"]) for one in (first, second)] == [20, 5]
    assert not second.context["older"]
    assert freja.get(reverse("earlier_meetings", args=[world.torsdagsholdet.pk]), {"before": "x"}).status_code == 404


def test_the_list_takes_as_many_queries_for_one_meeting_as_for_three(world, as_, django_assert_num_queries):
    freja, path = as_("freja"), reverse("group_meetings", args=[world.torsdagsholdet.pk])
    numbers = []
    for week in range(3):
        meeting = open_meeting(actor=None, group=world.torsdagsholdet, starts_at=START + timedelta(weeks=week))
        for name in ("freja", "amina"):
            answer_meeting(actor=world.who(name), meeting=meeting, answer=Answer.COMING)
        freja.get(path)
        with django_assert_num_queries(LIST_QUERIES) as asked:
            freja.get(path)
        numbers.append(len(asked))
    assert len(set(numbers)) == 1


LIST_QUERIES = 10


def test_a_series_that_is_told_of_is_read_on_the_list(world, as_):
    set_series(actor=world.signe, group=world.torsdagsholdet, weekday=3, begins=time(13))
    assert MeetingSeries.objects.present().count() == 1
    page(as_("freja"), "group_meetings", world.torsdagsholdet.pk)
    assert not Notification.objects.visible_to(world.freja).unread().exists()


def test_the_home_shows_the_next_meeting_of_ones_own_group_with_the_two_buttons(world, as_, meeting):
    open_meeting(actor=None, group=world.mandagsholdet, starts_at=START - timedelta(days=1))
    freja, path = as_("freja"), reverse("answer_meeting", args=[meeting.pk])
    text = page(freja, "since_last")
    assert "Torsdag 19. marts 13.00–14.30" in text
    assert "Jeg kan ikke komme" in text
    assert freja.post(path, {"answer": "coming", "back": "home"}).url == reverse("since_last")
    # The team's meeting is theirs, not the group's.
    assert "Næste møde" not in page(as_("signe"), "since_last")
    cancel_meeting(actor=world.signe, meeting=meeting, reason="Nej")
    assert "Næste møde" not in page(as_("freja"), "since_last")
