"""Several workers at once, on a database that lets several write at once."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.core import mail as sent_mail
from django.db import connection

from community import clock
from community.notifications.models import OutboxMail
from community.notifications.operations import choose_mail
from community.notifications.outbox import claim, deliver_due
from tests.support import needs
from tests.tellings import NOON, answer, company_topic

pytestmark = [needs("postgresql"), pytest.mark.django_db(transaction=True)]

WORKERS = 4
EACH = 6


def at_once(deeds, moment):
    start = Barrier(len(deeds))

    def run(deed):
        try:
            start.wait(10)
            with clock.at(moment):
                return deed()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as threads:
        return [answer.result() for answer in [threads.submit(run, deed) for deed in deeds]]


def news(world, rhythm):
    """In two topics for three people each."""
    with clock.at(NOON):
        for name in ("mona", "rashid", "signe"):
            choose_mail(actor=world.who(name), rhythms={"reply_posted": rhythm})
        for _ in range(2):
            topic = company_topic(world)
            for name in ("rashid", "signe"):
                answer(world, topic, name)
            for _ in range(EACH):
                answer(world, topic, "tine")


@pytest.fixture
def aworld_at_noon(transactional_db):
    from tests.personas import build_world

    with clock.at(NOON):
        return build_world()


@pytest.mark.parametrize(("rhythm", "mails_each"), [("at_once", 2), ("daily", 1)])
def test_workers_share_the_mails_and_never_one_mail(aworld_at_noon, rhythm, mails_each):
    world = aworld_at_noon
    news(world, rhythm)
    waiting = OutboxMail.objects.filter(recipient__in=[world.mona, world.rashid, world.signe]).count()
    at_once([deliver_due] * WORKERS, NOON + timedelta(hours=4))
    # Tine, who chose nothing, is told of no answer: hers were the last.
    assert Counter(message.to[0] for message in sent_mail.outbox) == {
        f"{name}@example.com": mails_each for name in ("mona", "rashid", "signe")
    }
    ids = [message.extra_headers["Message-ID"] for message in sent_mail.outbox]
    assert len(set(ids)) == len(ids)
    assert OutboxMail.objects.filter(state="sent", attempts=1).count() == waiting == OutboxMail.objects.count()


def test_workers_that_begin_at_different_rows_of_one_mail_take_it_whole(aworld_at_noon):
    world = aworld_at_noon
    news(world, "daily")
    rows = list(OutboxMail.objects.filter(recipient=world.mona))
    assert len(rows) > WORKERS
    begun = [*rows[: WORKERS // 2], *rows[-WORKERS // 2 :]]
    claims = at_once([lambda row=row: claim(row) for row in begun], NOON + timedelta(hours=4))
    (whole,) = [batch for batch in claims if batch]
    assert {row.pk for row in whole} == {row.pk for row in rows}
    assert claims.count(None) == WORKERS - 1
