"""Reminders the day before and two hours before: to whom, when, once."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail

from community import clock
from community.meetings.models import Answer, MeetingNews
from community.meetings.operations import answer_meeting, cancel_meeting, move_meeting, open_meeting, withdraw_answer
from community.meetings.reminding import remind_of_meetings
from community.notifications.models import MailTimes, Notification
from community.notifications.outbox import deliver_due
from community.roles import GroupKind
from tests.personas import build_world
from tests.tellings import deliver_after

NOON = datetime(2026, 3, 11, 11, tzinfo=UTC)
#: Thursday the week after, 13.00 in Copenhagen.
START = datetime(2026, 3, 19, 12, tzinfo=UTC)
EVE = datetime(2026, 3, 18, 11, tzinfo=UTC)
PLACE = "Canaryplace 4d1e"


@pytest.fixture
def world(db):
    with clock.at(NOON):
        yield build_world()


@pytest.fixture
def meeting(world):
    made = open_meeting(actor=world.signe, group=world.torsdagsholdet, starts_at=START, minutes=90, place=PLACE)
    deliver_after()
    Notification.objects.all().delete()
    mail.outbox.clear()
    return made


def reminded(kind):
    return sorted(Notification.objects.filter(kind=kind).values_list("recipient__display_name", flat=True))


def at(moment):
    with clock.at(moment):
        return remind_of_meetings()


def test_the_day_before_from_noon_on_and_once(meeting):
    assert at(EVE - timedelta(minutes=1)) == 0
    assert at(EVE) == 1
    assert at(EVE + timedelta(minutes=1)) == 0
    assert reminded("meeting_tomorrow") == ["Amina", "Freja", "Jonas"]
    assert reminded("meeting_soon") == []


def test_two_hours_before_and_once(meeting):
    assert at(START - timedelta(hours=2, minutes=1)) == 0
    assert at(START - timedelta(hours=2)) == 1
    assert at(START - timedelta(hours=1)) == 0
    assert reminded("meeting_soon") == ["Amina", "Freja", "Jonas"]
    assert reminded("meeting_tomorrow") == []


def test_after_a_night_without_a_worker_nobody_hears_that_today_is_tomorrow(meeting):
    assert at(START - timedelta(hours=3)) == 0


def test_whoever_cannot_come_is_left_in_peace_and_asked_again_after_changing_their_mind(world, meeting):
    with clock.at(NOON):
        answer_meeting(actor=world.freja, meeting=meeting, answer=Answer.CANNOT)
        answer_meeting(actor=world.amina, meeting=meeting, answer=Answer.COMING)
    at(EVE)
    assert reminded("meeting_tomorrow") == ["Amina", "Jonas"]
    with clock.at(EVE):
        withdraw_answer(actor=world.freja, meeting=meeting)
    at(START - timedelta(hours=1))
    assert reminded("meeting_soon") == ["Amina", "Freja", "Jonas"]


def test_a_reminder_that_waits_is_not_sent_to_whoever_says_no_meanwhile(world, meeting):
    at(EVE)
    with clock.at(EVE):
        answer_meeting(actor=world.freja, meeting=meeting, answer=Answer.CANNOT)
        deliver_due()
    assert sorted(m.to[0] for m in mail.outbox) == ["amina@example.com", "jonas@example.com"]
    assert not Notification.objects.visible_to(world.freja).exists()


def test_a_cancelled_meeting_reminds_nobody(world, meeting):
    at(EVE)
    with clock.at(EVE):
        cancel_meeting(actor=world.signe, meeting=meeting, reason="Nej")
        deliver_due()
    # The reminder that waited is not sent, and the next is not made.
    assert mail.outbox == []
    assert at(START - timedelta(hours=1)) == 0
    assert [n.kind for n in Notification.objects.visible_to(world.freja)] == ["meeting_cancelled"]


def test_a_moved_meeting_reminds_of_its_new_time(world, meeting):
    at(EVE)
    with clock.at(EVE):
        move_meeting(actor=world.signe, meeting=meeting, starts_at=START + timedelta(days=7), minutes=90, place=PLACE)
    assert at(START - timedelta(hours=1)) == 0
    assert at(EVE + timedelta(days=7)) == 1
    assert reminded("meeting_tomorrow") == ["Amina", "Amina", "Freja", "Freja", "Jonas", "Jonas"]
    assert Notification.objects.visible_to(world.freja).filter(kind="meeting_tomorrow").count() == 1


def test_quiet_hours_hold_a_reminder_back_and_what_has_begun_is_not_reminded_of(world, meeting):
    MailTimes.objects.create(person=world.freja, quiet_from=9, quiet_until=14)
    at(START - timedelta(hours=2))
    with clock.at(START - timedelta(hours=2)):
        deliver_due()
    assert sorted(m.to[0] for m in mail.outbox) == ["amina@example.com", "jonas@example.com"]
    # At 14.00 the quiet hours are over, and the meeting has begun.
    at(START + timedelta(hours=1))
    with clock.at(START + timedelta(hours=1)):
        deliver_due()
    assert len(mail.outbox) == 2
    assert not MeetingNews.objects.filter(what="soon").exists()


def test_the_mail_says_when_and_leads_to_the_two_buttons_and_says_no_more(world, meeting):
    at(EVE)
    with clock.at(EVE):
        deliver_due()
    message = next(m for m in mail.outbox if m.to == ["freja@example.com"])
    assert "torsdag 19. marts kl. 13.00–14.30" in message.body
    assert f"/meetings/{meeting.pk}/answer/" in message.body
    for kept_inside in (PLACE, "Torsdagsholdet"):
        assert kept_inside not in message.body + message.subject + str(message.alternatives)


def test_a_move_is_mailed_with_its_new_time_even_right_after_another(world, meeting):
    for days in (1, 2):
        moment = NOON + timedelta(minutes=10 * days)
        with clock.at(moment):
            move_meeting(
                actor=world.signe, meeting=meeting, starts_at=START + timedelta(days=days), minutes=90, place=PLACE
            )
        with clock.at(moment + timedelta(minutes=5)):
            deliver_due()
    mine = [m.body for m in mail.outbox if m.to == ["freja@example.com"]]
    assert ["fredag 20. marts" in mine[0], "lørdag 21. marts" in mine[1], len(mine)] == [True, True, 2]


def test_the_companies_read_the_place_in_their_mail(world):
    group = world.group(world.roskilde, GroupKind.COMPANY_NETWORK)
    open_meeting(actor=world.signe, group=group, starts_at=START, place=PLACE)
    deliver_after()
    mail.outbox.clear()
    at(EVE)
    with clock.at(EVE):
        deliver_due()
    message = next(m for m in mail.outbox if m.to == ["mona@example.com"])
    assert PLACE in message.body
    assert "line@example.com" not in [m.to[0] for m in mail.outbox]
