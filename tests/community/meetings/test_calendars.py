"""The calendar feed: what stands in it, for whom, and until when."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache
from django.test import Client
from icalendar import Calendar

from community import clock
from community.meetings.feeds import make_calendar_feed, revoke_calendar_feed, token_digest
from community.meetings.models import CalendarFeed
from community.meetings.operations import cancel_meeting, hold_meeting_after_all, move_meeting, open_meeting
from community.meetings.weekly import set_series
from community.membership.operations import deactivate_person, end_membership
from tests.personas import build_world, sign_in

NOON = datetime(2026, 3, 11, 11, tzinfo=UTC)
START = datetime(2026, 3, 19, 12, tzinfo=UTC)
COPENHAGEN = ZoneInfo("Europe/Copenhagen")
CANARY = "Kanariefuglen synger i baglokalet"


@pytest.fixture
def world(db):
    cache.clear()
    with clock.at(NOON):
        yield build_world()


@pytest.fixture
def meeting(world):
    return open_meeting(actor=world.signe, group=world.torsdagsholdet, starts_at=START, minutes=90, place=CANARY)


def address(world, name):
    return f"/calendar/{make_calendar_feed(actor=world.who(name))}.ics"


def read(path, **headers):
    return Client().get(path, headers=headers)


def events(response):
    """Parsed strictly: from_ical raises on what is no calendar."""
    assert response.status_code == 200
    calendar = Calendar.from_ical(response.content)
    assert not calendar.errors
    assert [zone["TZID"] for zone in calendar.walk("VTIMEZONE")] == ["Europe/Copenhagen"]
    return {str(event["UID"]): event for event in calendar.walk("VEVENT")}


def uid(meeting):
    return f"meeting-{meeting.pk}@localhost"


def test_the_feed_holds_the_own_groups_meetings_without_signing_in(world, meeting):
    open_meeting(actor=world.signe, group=world.mandagsholdet, starts_at=START)
    response = read(address(world, "freja"))
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    found = events(response)
    assert list(found) == [uid(meeting)]
    event = found[uid(meeting)]
    assert event["SUMMARY"] == "Netværksmøde"
    assert event["SEQUENCE"] == 0
    assert event["STATUS"] == "CONFIRMED"
    assert event["DTSTART"].params["TZID"] == "Europe/Copenhagen"
    assert event.decoded("DTSTART") == datetime(2026, 3, 19, 13, tzinfo=COPENHAGEN)
    assert event.decoded("DTEND") == datetime(2026, 3, 19, 14, 30, tzinfo=COPENHAGEN)
    assert event.decoded("DTSTAMP") == event.decoded("LAST-MODIFIED") == NOON
    assert event["LOCATION"] == CANARY
    assert f"/meetings/{meeting.pk}/answer/" in event["URL"]
    assert b"Torsdagsholdet" not in response.content


def test_a_moved_meeting_keeps_its_name_and_counts_on(world, meeting):
    path = address(world, "freja")
    with clock.at(NOON + timedelta(hours=1)):
        move_meeting(
            actor=world.signe, meeting=meeting, starts_at=START + timedelta(days=14), minutes=60, place="Haven"
        )
        event = events(read(path))[uid(meeting)]
    assert event["SEQUENCE"] == 1
    # In summer time by then: 14.00 on the wall for the same hour in UTC.
    assert event.decoded("DTSTART") == datetime(2026, 4, 2, 14, tzinfo=COPENHAGEN)
    assert event.decoded("LAST-MODIFIED") == NOON + timedelta(hours=1)


def test_a_cancelled_meeting_stays_and_says_so_but_not_why(world, meeting):
    path = address(world, "freja")
    cancel_meeting(actor=world.signe, meeting=meeting, reason="Signe er syg")
    response = read(path)
    event = events(response)[uid(meeting)]
    assert (event["STATUS"], event["SEQUENCE"], event["SUMMARY"]) == ("CANCELLED", 1, "Aflyst: Netværksmøde")
    assert "syg" not in response.content.decode()
    hold_meeting_after_all(actor=world.signe, meeting=meeting)
    event = events(read(path))[uid(meeting)]
    assert (event["STATUS"], event["SEQUENCE"]) == ("CONFIRMED", 2)


@pytest.mark.parametrize("day", ["2026-03-29", "2026-10-25", "2027-03-28", "2027-10-31"])
@pytest.mark.parametrize("hour", [0, 1, 2])
def test_meetings_in_the_night_of_the_change_are_read_as_they_are(world, day, hour):
    starts_at = datetime.fromisoformat(f"{day}T00:30+00:00") + timedelta(hours=hour - 1)
    meeting = open_meeting(actor=None, group=world.torsdagsholdet, starts_at=starts_at, minutes=60)
    event = events(read(address(world, "freja")))[uid(meeting)]
    assert event.decoded("DTSTART").astimezone(UTC) == starts_at
    assert event.decoded("DTEND").astimezone(UTC) == starts_at + timedelta(minutes=60)


def test_ninety_days_back_and_all_that_is_ahead(world):
    for days in (-91, -89, 300):
        open_meeting(actor=None, group=world.torsdagsholdet, starts_at=NOON + timedelta(days=days))
    starts = sorted(e.decoded("DTSTART").astimezone(UTC) for e in events(read(address(world, "freja"))).values())
    assert starts == [NOON + timedelta(days=-89), NOON + timedelta(days=300)]


def test_who_sees_several_groups_gets_all_with_their_names(world, meeting):
    other = open_meeting(actor=world.signe, group=world.mandagsholdet, starts_at=START)
    open_meeting(actor=world.bo, group=world.onsdagsholdet, starts_at=START)
    found = events(read(address(world, "signe")))
    assert {str(e["SUMMARY"]) for e in found.values()} == {
        "Netværksmøde, Torsdagsholdet",
        "Netværksmøde, Mandagsholdet",
    }
    assert set(found) == {uid(meeting), uid(other)}


def test_leaving_the_group_empties_it_at_once_and_closing_the_account_ends_it(world, meeting):
    path = address(world, "freja")
    first = read(path)
    with clock.at(NOON + timedelta(hours=1)):
        end_membership(actor=world.signe, membership=world.membership("freja"))
        assert events(read(path)) == {}
        # Nor is the old one said to be good still.
        again = read(path, **{"If-None-Match": first["ETag"], "If-Modified-Since": first["Last-Modified"]})
        assert events(again) == {}
        assert events(read(path, **{"If-Modified-Since": first["Last-Modified"]})) == {}
        deactivate_person(actor=world.freja, person=world.freja)
        assert read(path).status_code == 404


def test_a_new_address_ends_the_old_one_and_revoking_ends_it_for_good(world, meeting):
    old, new = address(world, "freja"), address(world, "freja")
    assert [read(old).status_code, read(new).status_code] == [404, 200]
    revoke_calendar_feed(actor=world.freja)
    revoke_calendar_feed(actor=world.freja)
    assert read(new).status_code == 404
    assert CalendarFeed.objects.filter(revoked_at=None).count() == 0


def test_only_the_digest_is_kept(world):
    token = make_calendar_feed(actor=world.freja)
    assert len(token) >= 43
    feed = CalendarFeed.objects.get()
    assert feed.token_digest == token_digest(token)
    assert token not in str(vars(feed))


@pytest.mark.parametrize("token", ["x" * 43, "x", "%00", "%F0%9F%8C%B1", "a.ics"])
def test_tokens_that_open_nothing_all_get_the_same_answer(world, token):
    assert read(f"/calendar/{token}.ics").status_code == 404


def test_calendars_that_ask_again_are_told_that_nothing_changed(world, meeting):
    path = address(world, "freja")
    first = read(path)
    assert first["Cache-Control"] == "private, no-cache"
    for headers in ({"If-None-Match": first["ETag"]}, {"If-Modified-Since": first["Last-Modified"]}):
        again = read(path, **headers)
        assert (again.status_code, again.content) == (304, b"")
    with clock.at(NOON + timedelta(hours=1)):
        cancel_meeting(actor=world.signe, meeting=meeting, reason="Nej")
        for headers in ({"If-None-Match": first["ETag"]}, {"If-Modified-Since": first["Last-Modified"]}):
            assert read(path, **headers).status_code == 200


def test_one_address_is_answered_so_often_and_no_more(world, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "calendar_feed": "2/h/key"}
    path, other = address(world, "freja"), address(world, "amina")
    assert [read(path).status_code for _ in range(3)] == [200, 200, 429]
    assert read(other).status_code == 200


def test_the_page_shows_the_address_once_and_ends_it(world, meeting):
    freja = sign_in(Client(), world.freja)
    assert "Lav min adresse" in freja.get("/me/calendar/").content.decode()
    made = freja.post("/me/calendar/new/")
    link = made.context["address"]
    assert link in made.content.decode()
    assert "no-store" in made["Cache-Control"]
    assert events(read(link.removeprefix("http://localhost:8000").replace("http://localhost", "")))
    page = freja.get("/me/calendar/").content.decode()
    assert "Du har en adresse" in page
    assert link.rpartition("/")[2] not in page
    freja.post("/me/calendar/revoke/")
    assert "Lav min adresse" in freja.get("/me/calendar/").content.decode()


def test_one_meeting_as_a_file_for_those_who_see_it(world, meeting):
    found = events(sign_in(Client(), world.freja).get(f"/meetings/{meeting.pk}/calendar.ics"))
    assert list(found) == [uid(meeting)]
    stranger = sign_in(Client(), world.sofie).get(f"/meetings/{meeting.pk}/calendar.ics")
    assert stranger.status_code == 404
    assert CANARY not in stranger.content.decode()


def test_asking_takes_as_many_queries_for_one_meeting_as_for_eight(world, django_assert_num_queries):
    set_series(actor=world.signe, group=world.mandagsholdet, weekday=3, begins=time(13))
    one, eight = address(world, "freja"), address(world, "sofie")
    open_meeting(actor=None, group=world.torsdagsholdet, starts_at=START)
    for path in (one, eight):
        with django_assert_num_queries(4):
            read(path)
