"""Mails on their way: what goes together, what is asked again at sending, and what becomes of what fails."""

from datetime import timedelta
from smtplib import SMTPRecipientsRefused
from urllib.parse import quote

import pytest
from django.core import mail as sent_mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import IntegrityError, transaction

from community import clock
from community.membership.operations import deactivate_person, end_membership, move_youth
from community.notifications.mails import SAID_ENOUGH_FOR, news_of, write
from community.notifications.models import MailState, MailTimes, Notification, OutboxMail
from community.notifications.operations import choose_mail, open_notification
from community.notifications.outbox import CLAIM_HOLDS, TRIES, WAITS, claim, deliver, deliver_due
from community.notifications.rhythm import Rhythm
from community.people.models import Person
from community.undo import UNDO_TAKEN_FOR
from forums.reading.operations import follow_topic
from forums.writing.operations import remove_post
from tests.tellings import NOON, TITLE, answer, company_topic, deliver_after, local, youth_topic

WEEKS = timedelta(days=8)


class RefusingBackend(EmailBackend):
    """A mail server that is away."""

    def send_messages(self, messages):
        raise ConnectionRefusedError("freja@example.com could not be reached")


class UnknownBackend(EmailBackend):
    """A mail server that knows for good that there is no such address."""

    def send_messages(self, messages):
        raise SMTPRecipientsRefused({"freja@example.com": (550, b"no such user")})


HERE = f"{__name__}"


@pytest.fixture(autouse=True)
def at_noon():
    with clock.at(NOON):
        yield


def gather(person, rhythm="daily", **times):
    choose_mail(actor=person, rhythms={"reply_posted": rhythm, "followed_topic_answered": rhythm}, **times)


def to(address):
    return [message for message in sent_mail.outbox if message.to == [address]]


def states():
    return sorted(OutboxMail.objects.values_list("state", flat=True))


# -- when


def test_nothing_leaves_before_it_can_no_longer_be_undone(world):
    answer(world, youth_topic(world), "amina")
    assert deliver_after(UNDO_TAKEN_FOR - timedelta(seconds=1)) == 0
    assert sent_mail.outbox == []
    assert deliver_after(UNDO_TAKEN_FOR) == 1
    assert len(sent_mail.outbox) == 1


def test_what_was_taken_back_is_never_mailed(world):
    topic = company_topic(world)
    gone = answer(world, topic, "rashid", body="Canarygone")
    answer(world, topic, "rashid", body="Stays")
    remove_post(actor=world.rashid, post=gone)
    deliver_after()
    (message,) = sent_mail.outbox
    assert "Canarygone" not in message.body + message.alternatives[0][0]
    assert "Stays" in message.body
    assert states() == ["sent", "skipped"]


@pytest.mark.parametrize("night", ["2026-05-12", "2026-03-28", "2026-10-24"])
def test_in_quiet_hours_mails_wait_until_they_are_over(world, night):
    evening = local(f"{night} 21:30")
    morning = local(f"{evening + timedelta(days=1):%Y-%m-%d} 08:00")
    with clock.at(evening):
        answer(world, company_topic(world), "rashid")
        answer(world, company_topic(world), "rashid")
    with clock.at(morning - timedelta(seconds=1)):
        assert deliver_due() == 0
    with clock.at(morning):
        assert deliver_due() == 2
    assert len(to("mona@example.com")) == 2


def test_a_worker_that_comes_too_late_finds_the_quiet_hours_too(world):
    """Written in the daytime, found at night: put off and not tried, and what came meanwhile goes with it."""
    topic = company_topic(world)
    answer(world, topic, "rashid")
    with clock.at(local("2026-05-12 22:00")):
        assert deliver_due() == 0
        answer(world, topic, "rashid")
    mails = OutboxMail.objects.all()
    assert {(m.state, m.attempts, m.not_before, m.batch) for m in mails} == {
        ("waiting", 0, local("2026-05-13 08:00"), None)
    }
    with clock.at(local("2026-05-13 08:00")):
        assert deliver_due() == 1
    assert states() == ["sent", "sent"]


def test_who_has_no_quiet_hours_gets_mail_at_night(world):
    choose_mail(actor=world.freja, rhythms={}, quiet=None)
    with clock.at(local("2026-05-12 23:00")):
        answer(world, youth_topic(world), "amina")
        assert deliver_after() == 1


# -- what goes together


def test_news_of_one_page_that_is_due_together_is_one_mail(world):
    topic, other = company_topic(world), company_topic(world)
    for body in ("Canary one", "Canary two"):
        answer(world, topic, "rashid", body=body)
    answer(world, other, "rashid", body="Canary three")
    assert deliver_after() == 2
    first, second = to("mona@example.com")
    assert "Canary one" in first.body
    assert "Canary two" in first.body
    assert first.body.count(quote(f"/topics/{topic.pk}/", safe="")) == 1
    assert "Canary three" not in first.body
    assert "Canary three" in second.body
    assert states() == ["sent"] * 3
    assert OutboxMail.objects.values("batch").distinct().count() == 2


def test_a_daily_mail_gathers_all_that_waits_once(world):
    gather(world.mona)
    topic, other = company_topic(world), company_topic(world)
    for _ in range(3):
        answer(world, topic, "rashid")
    answer(world, other, "rashid")
    assert deliver_after() == 0
    assert deliver_after(timedelta(hours=4) - timedelta(seconds=1)) == 0
    assert deliver_after(timedelta(hours=4)) == 1
    assert len(to("mona@example.com")) == 1
    assert states() == ["sent"] * 4
    assert OutboxMail.objects.values("batch").distinct().count() == 1
    assert deliver_after(WEEKS) == 0


def test_daily_and_weekly_news_that_are_due_together_are_one_mail(world):
    choose_mail(actor=world.tine, rhythms={"reply_posted": "daily", "followed_topic_answered": "weekly"})
    topic, followed = company_topic(world, "tine"), company_topic(world)
    follow_topic(actor=world.tine, topic=followed, following="follow")
    with clock.at(NOON + timedelta(days=6)):
        answer(world, topic, "rashid")
        answer(world, followed, "rashid")
        assert deliver_after(timedelta(hours=4)) == 2
    assert len(to("tine@example.com")) == 1
    assert len(to("mona@example.com")) == 1


def test_an_empty_digest_is_not_sent(world):
    gather(world.freja)
    answer(world, youth_topic(world), "amina")
    open_notification(actor=world.freja, notification=Notification.objects.get())
    assert deliver_after(WEEKS) == 1
    assert sent_mail.outbox == []
    assert states() == ["skipped"]


def test_a_choice_holds_for_what_waits_already(world):
    answer(world, youth_topic(world), "amina")
    gather(world.freja, "weekly")
    assert deliver_after() == 0
    gather(world.freja, "at_once")
    assert deliver_after() == 1
    assert len(sent_mail.outbox) == 1


def test_youth_mails_about_one_page_do_not_repeat_themselves(world):
    """A mail without words would say the same again. An hour on, after looking, or about another page it says more."""
    topic = youth_topic(world)
    answer(world, topic, "amina")
    deliver_after()
    assert len(sent_mail.outbox) == 1
    with clock.at(NOON + timedelta(minutes=5)):
        answer(world, topic, "amina")
        deliver_after()
        assert len(sent_mail.outbox) == 1
        answer(world, youth_topic(world), "amina")
        deliver_after()
        assert len(sent_mail.outbox) == 2
    with clock.at(NOON + timedelta(minutes=10)):
        for notification in Notification.objects.all():
            open_notification(actor=world.freja, notification=notification)
        answer(world, topic, "amina")
        deliver_after()
        assert len(sent_mail.outbox) == 3
    with clock.at(NOON + timedelta(minutes=15) + SAID_ENOUGH_FOR):
        answer(world, topic, "amina")
        deliver_after()
    assert len(sent_mail.outbox) == 4


# -- what is asked again


def _leave(world):
    end_membership(actor=world.signe, membership=world.membership("freja"))


def _move(world):
    move_youth(actor=world.signe, membership=world.membership("freja"), group=world.mandagsholdet)


def _close_account(world):
    deactivate_person(actor=world.freja, person=world.freja)


def _change_address(world):
    Person.objects.filter(pk=world.freja.pk).update(email="new@example.com")


def _turn_off(world):
    choose_mail(actor=world.freja, rhythms={"reply_posted": "none"})


def _read_it(world):
    open_notification(actor=world.freja, notification=Notification.objects.get())


@pytest.mark.parametrize("rhythm", ["at_once", "daily", "weekly"])
@pytest.mark.parametrize("meanwhile", [_leave, _move, _close_account, _change_address, _turn_off, _read_it])
def test_what_changed_between_writing_and_sending_is_asked_again(world, meanwhile, rhythm):
    gather(world.freja, rhythm)
    answer(world, youth_topic(world), "amina")
    meanwhile(world)
    deliver_after(WEEKS)
    assert sent_mail.outbox == []
    assert states() == ["skipped"]
    assert deliver_after(WEEKS) == 0


# -- once, and not lost


def test_a_sent_mail_is_never_sent_again(world):
    answer(world, youth_topic(world), "amina")
    assert deliver_after() == 1
    assert deliver_after(WEEKS) == 0
    with clock.at(NOON + WEEKS):
        assert deliver(OutboxMail.objects.get()) is None
    assert len(sent_mail.outbox) == 1


def test_two_workers_cannot_claim_the_same_mail(world):
    for _ in range(2):
        answer(world, youth_topic(world), "amina")
    gather(world.freja)
    first, second = OutboxMail.objects.order_by("pk")
    with clock.at(NOON + timedelta(hours=4)):
        assert claim(first) == [first, second]
        assert claim(second) is None
        assert claim(first) is None
        assert deliver_due() == 0


def test_the_claim_of_a_dead_process_expires_and_the_same_mail_goes_with_the_same_message_id(world):
    """What came meanwhile is another mail: under the old number it might be taken for the old one and lost."""
    topic = company_topic(world)
    answer(world, topic, "rashid", body="Canary before")
    moment = NOON + timedelta(minutes=2)
    with clock.at(moment):
        batch = claim(OutboxMail.objects.get())
        first = write(batch[0], news_of(batch)).extra_headers["Message-ID"]
        answer(world, topic, "rashid", body="Canary after")
    with clock.at(moment + CLAIM_HOLDS - timedelta(seconds=1)):
        assert deliver_due() == 1
    with clock.at(moment + CLAIM_HOLDS):
        assert deliver_due() == 1
    after, before = sent_mail.outbox
    assert before.extra_headers["Message-ID"] == first != after.extra_headers["Message-ID"]
    assert ("Canary before" in before.body, "Canary after" in before.body) == (True, False)
    assert sorted(OutboxMail.objects.values_list("attempts", flat=True)) == [1, 2]


@pytest.mark.parametrize("rhythm", ["at_once", "daily"])
def test_a_mail_server_that_is_away_is_tried_for_a_day_and_then_given_up(world, settings, caplog, rhythm):
    settings.EMAIL_BACKEND = f"{HERE}.RefusingBackend"
    gather(world.freja, rhythm, quiet=None)
    topic = youth_topic(world)
    for _ in range(2):
        answer(world, topic, "amina")
    began = moment = OutboxMail.objects.first().not_before
    for wait in WAITS:
        with clock.at(moment):
            assert deliver_due() == 1
            assert deliver_due() == 0
        assert {(m.state, m.not_before) for m in OutboxMail.objects.all()} == {(MailState.WAITING, moment + wait)}
        moment += wait
    with clock.at(moment):
        deliver_due()
    assert {(m.state, m.attempts) for m in OutboxMail.objects.all()} == {(MailState.FAILED, TRIES)}
    assert OutboxMail.objects.values("batch").distinct().count() == 1
    assert TRIES == 8
    assert timedelta(hours=23) < moment - began < timedelta(hours=25)
    for personal in ("freja", TITLE):
        assert personal not in caplog.text
    assert "ConnectionRefusedError" in caplog.text


def test_an_address_that_does_not_exist_is_given_up_at_once(world, settings):
    settings.EMAIL_BACKEND = f"{HERE}.UnknownBackend"
    answer(world, youth_topic(world), "amina")
    deliver_after()
    assert states() == [MailState.FAILED]


def test_one_mail_that_fails_does_not_hold_up_the_others(world, settings):
    topic = youth_topic(world)
    answer(world, topic, "amina")
    settings.EMAIL_BACKEND = f"{HERE}.RefusingBackend"
    deliver_after()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    answer(world, topic, "jonas")
    deliver_after()
    assert sorted(m.to[0] for m in sent_mail.outbox) == ["amina@example.com", "freja@example.com"]
    assert states() == ["sent", "sent", "waiting"]


def test_the_tables_refuse_a_claim_without_a_batch_and_a_mail_without_a_rhythm(world):
    answer(world, youth_topic(world), "amina")
    for wrong in ({"state": "sending", "claimed_at": NOON}, {"rhythm": Rhythm.NONE}, {"rhythm": "hourly"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            OutboxMail.objects.update(**wrong)


def test_the_outbox_knows_no_more_of_a_person_than_hours(world):
    assert {field.name for field in MailTimes._meta.fields} == {
        "person",
        "quiet_from",
        "quiet_until",
        "digest_hour",
        "digest_weekday",
    }


def test_in_the_embedded_form_mail_goes_to_the_console(world, settings, capsys):
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    answer(world, youth_topic(world), "amina")
    deliver_after()
    assert "To: freja@example.com" in capsys.readouterr().out


@pytest.mark.parametrize("things", [1, 3])
def test_a_digest_costs_the_same_whatever_stands_in_it(world, django_assert_num_queries, things):
    gather(world.signe)
    for _ in range(things):
        answer(world, youth_topic(world, "signe"), "amina")
        answer(world, company_topic(world, "signe"), "mona")
    with clock.at(NOON + timedelta(hours=4)):
        row = OutboxMail.objects.filter(recipient=world.signe).first()
        # savepoint, person, hours, claim, batch, release; turned off, read, memberships, things; sent
        with django_assert_num_queries(11):
            deliver(row)
    assert len(to("signe@example.com")) == 1
