"""What the clock starts: mails at once each minute, gathered ones each quarter of an hour, old rows each hour."""

from datetime import timedelta

import pytest
from django.core import mail as sent_mail

from community import clock
from community.jobs import jobs
from community.jobs.loop import run_due_jobs
from community.jobs.models import JobRun
from community.notifications.models import Notification, OutboxMail
from community.notifications.operations import choose_mail
from tests.tellings import NOON, answer, company_topic, local, youth_topic


@pytest.fixture(autouse=True)
def at_noon():
    with clock.at(NOON):
        yield


def test_how_often():
    assert {name: jobs[name].every for name in ("deliver_outbox", "deliver_digests", "erase_old_news")} == {
        "deliver_outbox": timedelta(minutes=1),
        "deliver_digests": timedelta(minutes=15),
        "erase_old_news": timedelta(hours=1),
    }


def test_each_job_sends_its_own(world):
    choose_mail(actor=world.mona, rhythms={"reply_posted": "daily"})
    answer(world, company_topic(world), "rashid")
    answer(world, youth_topic(world), "amina")
    with clock.at(local("2026-03-10 16:05")):
        jobs["deliver_outbox"].call()
        assert [message.to for message in sent_mail.outbox] == [["freja@example.com"]]
        jobs["deliver_digests"].call()
        assert [message.to for message in sent_mail.outbox] == [["freja@example.com"], ["mona@example.com"]]
        for name in ("deliver_outbox", "deliver_digests"):
            jobs[name].call()
    assert len(sent_mail.outbox) == 2


def test_a_day_by_the_clock(world):
    """The loop looks at the clock; every mail comes once, at its time, and half a year later nothing of it is left."""
    choose_mail(actor=world.mona, rhythms={"reply_posted": "daily"})
    topic = company_topic(world)
    answer(world, topic, "rashid")
    came = []
    for hour in range(13, 20):
        with clock.at(local(f"2026-03-10 {hour}:01")):
            run_due_jobs()
            came.append(len(sent_mail.outbox))
    assert came == [0, 0, 0, 1, 1, 1, 1]
    with clock.at(local("2026-09-10 12:00")):
        JobRun.objects.all().delete()
        run_due_jobs()
    assert not Notification.objects.filter(subject_type="forums.post").exists()
    assert not OutboxMail.objects.filter(subject_type="forums.post").exists()
