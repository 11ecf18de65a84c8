"""The outbox: mails are rows first, and leave after the commit.

One row is one piece of news. Rows that go in one mail are claimed together and are a batch from then on: news at once
about one page that are due together, or all that is due of a person's daily and weekly news.

At least once. A batch is claimed (state "sending") before the mail is handed over and marked sent after; a process that
dies between the two leaves a claim that expires after ten minutes, and the mail goes again with the same Message-ID,
by which mail programs know it as the same. Anywhere else a killed process loses and doubles nothing.
"""

import logging
from collections.abc import Collection
from datetime import timedelta
from smtplib import SMTPRecipientsRefused
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.db.models import F, Q

from community import clock
from community.notifications import kinds
from community.notifications.mails import news_of, write
from community.notifications.models import MailState, MailTimes, OutboxMail
from community.notifications.rhythm import GATHERED, Rhythm
from community.people.models import Person

log = logging.getLogger(__name__)

#: How long a claim holds; longer than any mail server is waited for (EMAIL_TIMEOUT).
CLAIM_HOLDS = timedelta(minutes=10)
#: How long to wait after each failed try; after the eighth try, about a day on, the mail is given up.
WAITS = [timedelta(minutes=m) for m in (1, 5, 15, 60, 180, 360, 820)]
TRIES = len(WAITS) + 1
#: How many rows are looked up at a time.
ROWS = 50
#: After so many failures in a row the rest waits for the next round.
PATIENCE = 3


def _due() -> Q:
    now = clock.now()
    return Q(state=MailState.WAITING, not_before__lte=now) | Q(
        state=MailState.SENDING, claimed_at__lte=now - CLAIM_HOLDS
    )


def deliver_due(rhythms: Collection[str] = tuple(Rhythm)) -> int:
    """Send every mail of these rhythms that is due, oldest first; gives how many were handled. Any number of processes
    may do this at once."""
    handled = failures = 0
    waiting = OutboxMail.objects.filter(rhythm__in=rhythms).order_by("not_before", "pk")
    while rows := list(waiting.filter(_due())[:ROWS]):
        moved = False
        for row in rows:
            batch = deliver(row)
            moved = moved or batch is not None
            if not batch:
                continue
            handled += 1
            failures = failures + 1 if batch[0].state in (MailState.WAITING, MailState.FAILED) else 0
            if failures == PATIENCE:
                # The mail server is away: each try would hold the worker up for as long as it is waited for.
                return handled
        if not moved:
            # Other workers hold them all.
            break
    return handled


def _goes_with(row: OutboxMail) -> Q:
    """What shares a mail with the row: the batch it went with before, or what was in none yet."""
    if row.batch:
        return Q(batch=row.batch)
    fresh = Q(recipient=row.recipient_id, batch=None)
    if row.kind in kinds.urgent():
        # What is urgent goes by itself, so that nothing else is said in its mail.
        return Q(pk=row.pk)
    if row.rhythm in GATHERED:
        return fresh & Q(rhythm__in=GATHERED)
    return fresh & Q(rhythm=row.rhythm, thread=row.thread)


@transaction.atomic
def claim(row: OutboxMail) -> list[OutboxMail] | None:
    """Take a due row and all that goes with it for ourselves, in one statement; None where somebody else was quicker.

    In the person's quiet hours nothing is taken but what is urgent: all else is put off to their end, and the list is
    empty.
    """
    # One worker at a time for one person, so that two never share one batch out between them. Others may still refer
    # to the person meanwhile.
    person = Person.objects.select_for_update(no_key=True).get(pk=row.recipient_id)
    now = clock.now()
    rows = OutboxMail.objects.filter(_due(), _goes_with(row))
    later = MailTimes.of(person).after_quiet(now)
    if later > now and row.kind not in kinds.urgent():
        put_off = rows.update(state=MailState.WAITING, claimed_at=None, not_before=later)
        return [] if put_off else None
    batch = row.batch or uuid4()
    if not rows.update(state=MailState.SENDING, claimed_at=now, batch=batch, attempts=F("attempts") + 1):
        return None
    ours = OutboxMail.objects.filter(batch=batch, state=MailState.SENDING, claimed_at=now)
    return list(ours.select_related("recipient").order_by("made_at", "pk"))


def deliver(row: OutboxMail) -> list[OutboxMail] | None:
    """Claim a mail, make it, send it and say what became of it. None where it was not ours to send."""
    batch = claim(row)
    if not batch:
        return batch
    attempts = batch[0].attempts
    if attempts > TRIES:
        # The claims of eight dead processes.
        return _settle(batch, state=MailState.FAILED)
    try:
        news = news_of(batch)
        if news:
            write(batch[0], news).send()
    except Exception as error:
        # Whatever it is, the other mails go on. Its text may hold an address: the log gets its name alone.
        log.warning("Outbox mail %s, try %s: %s", batch[0].pk, attempts, type(error).__name__)
        if attempts >= TRIES or _refused_for_good(error):
            return _settle(batch, state=MailState.FAILED)
        return _settle(batch, state=MailState.WAITING, not_before=clock.now() + WAITS[attempts - 1])
    told = {piece.row.pk for piece in news}
    _settle([mail for mail in batch if mail.pk not in told], state=MailState.SKIPPED)
    _settle([mail for mail in batch if mail.pk in told], state=MailState.SENT, sent_at=clock.now())
    return batch


def _refused_for_good(error: Exception) -> bool:
    return isinstance(error, SMTPRecipientsRefused) and all(code >= 500 for code, _text in error.recipients.values())


def _settle(batch: list[OutboxMail], **changes: Any) -> list[OutboxMail]:
    if not batch:
        return batch
    # Only while the claim is still ours: after ten minutes another process may have taken over.
    OutboxMail.objects.filter(
        pk__in=[mail.pk for mail in batch], state=MailState.SENDING, claimed_at=batch[0].claimed_at
    ).update(claimed_at=None, **changes)
    for mail in batch:
        for name, value in changes.items():
            setattr(mail, name, value)
    return batch
