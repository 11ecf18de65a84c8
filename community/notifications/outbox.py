"""The outbox: mails are rows first, and leave after the commit.

At least once. A row is claimed (state "sending") before the mail is handed over and marked sent after; a process that
dies between the two leaves a claim that expires after ten minutes, and the mail goes again with the same Message-ID,
by which mail programs know it as the same. Anywhere else a killed process loses and doubles nothing.

A mail is made when it leaves, from the thing as it stands then, and only for a recipient who may see it then.
"""

import logging
from datetime import timedelta
from smtplib import SMTPRecipientsRefused
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from django_tasks import task

from community import clock
from community.notifications import kinds
from community.notifications.models import (
    MailState,
    Notification,
    NotificationPreference,
    OutboxMail,
    address_digest,
)
from community.people.models import Person

log = logging.getLogger(__name__)

#: How long a claim holds; longer than any mail server is waited for (EMAIL_TIMEOUT).
CLAIM_HOLDS = timedelta(minutes=10)
#: How long to wait after each failed try; after the eighth try, about a day on, the mail is given up.
WAITS = [timedelta(minutes=m) for m in (1, 5, 15, 60, 180, 360, 820)]
TRIES = len(WAITS) + 1
#: How many are looked up at a time.
BATCH = 50
#: After so many failures in a row the rest waits for the next round.
PATIENCE = 3
#: A mail without words says the same each time: about one page, one in so long is enough while it is unread.
QUIET = timedelta(hours=1)
#: A mail quotes no more than this many characters; the rest stands behind the link.
QUOTED = 4000

_SALT = "community.notifications.unsubscribe"


def unsubscribe_token(person_id: int, kind: str) -> str:
    """Lets its bearer stop this kind of mail to this person, and nothing else. It does not expire: old mails remain."""
    return signing.dumps([person_id, kind], salt=_SALT)


def read_unsubscribe_token(token: str) -> tuple[Person, str] | None:
    """Whose mails of which kind; None where the token is not ours."""
    try:
        person_id, kind = signing.loads(token, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    person = Person.objects.filter(pk=person_id).first()
    return (person, kind) if person else None


@task()
def deliver_outbox() -> int:
    """Task: send what is due."""
    return deliver_due()


def deliver_soon() -> None:
    """After the commit, ask the worker to empty the outbox. Where that is lost, the job of every minute does it."""
    # Robust: the deed is done and stored by then, and a lost task only makes the mail a minute later.
    transaction.on_commit(lambda: deliver_outbox.enqueue(), robust=True)


def _due() -> Q:
    now = clock.now()
    return Q(state=MailState.WAITING, not_before__lte=now) | Q(
        state=MailState.SENDING, claimed_at__lte=now - CLAIM_HOLDS
    )


def deliver_due() -> int:
    """Send every mail that is due, oldest first; gives how many were handled. Any number may do this at once."""
    handled = failures = 0
    waiting = OutboxMail.objects.order_by("not_before", "pk").values_list("pk", flat=True)
    while batch := list(waiting.filter(_due())[:BATCH]):
        claimed = 0
        for pk in batch:
            if (mail := deliver(pk)) is None:
                continue
            claimed += 1
            failures = failures + 1 if mail.state in (MailState.WAITING, MailState.FAILED) else 0
            if failures == PATIENCE:
                # The mail server is away: each try would hold the worker up for as long as it is waited for.
                return handled + claimed
        handled += claimed
        if not claimed:
            # Other workers hold them all.
            break
    return handled


def claim(pk: int) -> OutboxMail | None:
    """Take a due mail for ourselves in one statement; None where somebody else was quicker."""
    taken = OutboxMail.objects.filter(_due(), pk=pk).update(
        state=MailState.SENDING, claimed_at=clock.now(), attempts=F("attempts") + 1
    )
    return OutboxMail.objects.select_related("recipient").get(pk=pk) if taken else None


def deliver(pk: int) -> OutboxMail | None:
    """Claim one mail, make it, send it and say what became of it. None where it was not ours to send."""
    mail = claim(pk)
    if mail is None:
        return None
    if mail.attempts > TRIES:
        # The claims of eight dead processes.
        return _settle(mail, state=MailState.FAILED)
    try:
        message = compose(mail)
        if message is None:
            return _settle(mail, state=MailState.SKIPPED)
        message.send()
    except Exception as error:
        # Whatever it is, the other mails go on. Its text may hold an address: the log gets its name alone.
        log.warning("Outbox mail %s, try %s: %s", mail.pk, mail.attempts, type(error).__name__)
        if mail.attempts >= TRIES or _refused_for_good(error):
            return _settle(mail, state=MailState.FAILED)
        return _settle(mail, state=MailState.WAITING, not_before=clock.now() + WAITS[mail.attempts - 1])
    return _settle(mail, state=MailState.SENT, sent_at=clock.now())


def _refused_for_good(error: Exception) -> bool:
    return isinstance(error, SMTPRecipientsRefused) and all(code >= 500 for code, _text in error.recipients.values())


def _settle(mail: OutboxMail, **changes: Any) -> OutboxMail:
    # Only while the claim is still ours: after ten minutes another process may have taken over.
    OutboxMail.objects.filter(pk=mail.pk, state=MailState.SENDING, claimed_at=mail.claimed_at).update(
        claimed_at=None, **changes
    )
    for name, value in changes.items():
        setattr(mail, name, value)
    return mail


def compose(mail: OutboxMail) -> EmailMultiAlternatives | None:
    """The mail as it may be now, in the recipient's language; None where it is not to be sent any more.

    Not to be sent: the person left or changed address, may not see the thing, has seen it in the app, has turned mails
    of this kind off since, or was sent the same wordless lines about the same page just now.
    """
    person = mail.recipient
    kind = kinds.named(mail.kind)
    if kind is None or kind.mail is None or not person.is_active or not person.email:
        return None
    if address_digest(person.email) != mail.address_digest:
        return None
    subject = kind.things(person, [mail.subject_id]).get(mail.subject_id)
    if subject is None:
        return None
    if NotificationPreference.objects.filter(person=person, kind=kind.name, mail=False).exists():
        return None
    if Notification.objects.filter(
        recipient=person, kind=kind.name, subject_id=mail.subject_id, read_at__isnull=False
    ).exists():
        return None
    if not kind.holds_words(subject) and _said_just_now(mail, kind, subject):
        return None
    with translation.override(person.language):
        return _write(mail, kind, subject)


def _said_just_now(mail: OutboxMail, kind: kinds.Kind, subject: Any) -> bool:
    """Whether a mail about the same page went a little while ago, and the person has not looked since."""
    person = mail.recipient
    sent = OutboxMail.objects.filter(
        recipient=person, kind=kind.name, state=MailState.SENT, sent_at__gt=clock.now() - QUIET
    )
    unread = Notification.objects.filter(
        recipient=person, kind=kind.name, read_at=None, subject_id__in=sent.values("subject_id")
    )
    earlier = kind.things(person, unread.values_list("subject_id", flat=True))
    page = urlsplit(kind.retell(subject).url()).path
    return any(urlsplit(kind.retell(thing).url()).path == page for thing in earlier.values())


def _write(mail: OutboxMail, kind: kinds.Kind, subject: Any) -> EmailMultiAlternatives:
    assert kind.mail is not None
    person = mail.recipient
    fact = kind.retell(subject)
    stop = settings.BASE_URL + reverse("unsubscribe", args=[unsubscribe_token(person.pk, kind.name)])
    context: dict[str, Any] = {
        "first_name": person.display_name.split()[0],
        "address": settings.BASE_URL + fact.url(),
        "stop": stop,
        "language": person.language,
    }
    title = gettext("Something new for you on NExTWORK")
    if kind.holds_words(subject):
        title = str(kind.mail.subject)
        words = kind.mail.words(subject).strip()
        context |= {"sentence": fact.sentence(), "words": words[:QUOTED], "more": len(words) > QUOTED}
    message = EmailMultiAlternatives(
        subject=title,
        body=render_to_string("community/notifications/mail.txt", context),
        to=[person.email],
        headers={
            # The same on every try.
            "Message-ID": f"<outbox.{mail.pk}.{mail.made_at:%Y%m%d%H%M%S}@{urlsplit(settings.BASE_URL).hostname}>",
            "Auto-Submitted": "auto-generated",
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )
    message.attach_alternative(render_to_string("community/notifications/mail.html", context), "text/html")
    return message
