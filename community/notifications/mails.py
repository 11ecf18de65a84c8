"""A mail as it may be now: made when it leaves, from the things as they stand then, for a recipient who may see them.

About the company space it holds what was written, whole, and one link (links.py). About any other it says in general
words that something is there, and where: no names, no titles, no words of members.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from community import clock
from community.activity.record import Activity
from community.notifications import kinds
from community.notifications.links import link_to
from community.notifications.models import (
    MailState,
    Notification,
    NotificationPreference,
    OutboxMail,
    address_digest,
)
from community.notifications.rhythm import GATHERED, Rhythm
from community.people.models import Person

#: A mail without words says the same each time: about one page, one in so long is enough while it is unread.
SAID_ENOUGH_FOR = timedelta(hours=1)
#: What a mail tells of in the company space can be read whole in it. It ends before mail programs cut it off: where so
#: many characters stand in it, the further pages stand on the site; a single longer text is cut there.
QUOTED = 60_000
#: A gathered mail tells of no more pages than these, and of no more news on each; the rest stands on the site.
PAGES = 20
NEWS_A_PAGE = 5
#: What a mail at once quotes of one page; after quiet hours much may wait.
NEWS_AT_ONCE = 10

_SALT = "community.notifications.unsubscribe"


def unsubscribe_token(person_id: int, *names: str) -> str:
    """Lets its bearer stop mails of these kinds to this person, nothing else. It does not expire: old mails remain."""
    return signing.dumps([person_id, *names], salt=_SALT)


def read_unsubscribe_token(token: str) -> tuple[Person, list[str]] | None:
    """Whose mails of which kinds; None where the token is not ours."""
    try:
        person_id, *names = signing.loads(token, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    person = Person.objects.filter(pk=person_id).first()
    return (person, names) if person else None


@dataclass(frozen=True)
class News:
    """A row of a batch with what it is about, as it stands now."""

    row: OutboxMail
    kind: kinds.Kind
    fact: Activity
    subject: Any
    holds_words: bool

    @property
    def general(self) -> str:
        assert self.kind.mail is not None
        general = self.kind.mail.general
        return str(general(self.subject) if callable(general) else general)

    def quote(self) -> dict[str, Any]:
        """Its sentence and its words."""
        assert self.kind.mail is not None
        words = self.kind.mail.words(self.subject).strip()
        words = words[:QUOTED].rstrip() + " …" if len(words) > QUOTED else words
        return {"sentence": self.fact.sentence(), "words": words, "lines": words.splitlines()}


def news_of(batch: Sequence[OutboxMail]) -> list[News]:
    """What of the batch is still to be told, oldest first. Three queries, and one for each kind in it.

    Not told: anything to somebody who left, changed address or takes a break; what the person may not see, has seen in
    the app, or has turned off since; and what the same wordless lines about the same page said just now.
    """
    person = batch[0].recipient
    if not person.is_active or not person.email or person.paused_at is not None:
        return []
    turned_off = NotificationPreference.objects.filter(person=person, rhythm=Rhythm.NONE)
    off = set(turned_off.values_list("kind", flat=True))
    seen = Notification.objects.filter(
        recipient=person, read_at__isnull=False, subject_id__in=[row.subject_id for row in batch]
    )
    read = set(seen.values_list("kind", "subject_id"))
    address = address_digest(person.email)
    off -= set(kinds.urgent())
    wanted = [
        row
        for row in batch
        if row.address_digest == address and row.kind not in off and (row.kind, row.subject_id) not in read
    ]
    things: dict[tuple[str, int], tuple[kinds.Kind, Any]] = {}
    for name in {row.kind for row in wanted}:
        kind = kinds.named(name)
        if kind is not None and kind.mail is not None:
            found = kind.things(person, [row.subject_id for row in wanted if row.kind == name])
            things |= {(name, pk): (kind, thing) for pk, thing in found.items()}
    news = []
    for row in wanted:
        if about := things.get((row.kind, row.subject_id)):
            kind, thing = about
            news.append(News(row, kind, kind.retell(thing), thing, kind.holds_words(thing)))
    urgent = any(piece.kind.mail is not None and piece.kind.mail.urgent for piece in news)
    if news and not urgent and news[0].row.rhythm not in GATHERED and not any(piece.holds_words for piece in news):
        news = [] if _said_just_now(news) else news
    return news


def _said_just_now(news: list[News]) -> bool:
    """Whether a mail about the same page went a little while ago, and the person has not looked since."""
    row = news[0].row
    sent = OutboxMail.objects.filter(
        recipient=row.recipient,
        thread=row.thread,
        state=MailState.SENT,
        sent_at__gt=clock.now() - SAID_ENOUGH_FOR,
    )
    unread = Notification.objects.visible_to(row.recipient).unread().filter(thread=row.thread)
    said = unread.filter(subject_id__in=sent.values("subject_id")).values_list("kind", flat=True)
    return {piece.kind.name for piece in news} <= set(said)


def write(row: OutboxMail, news: list[News]) -> EmailMultiAlternatives:
    """The mail of the row's batch about these news, in the recipient's language."""
    with translation.override(row.recipient.language):
        return _gathered(row, news) if row.rhythm in GATHERED else _at_once(row, news)


def _at_once(row: OutboxMail, news: list[News]) -> EmailMultiAlternatives:
    """About one page: what was written and one link, or that something is there and one link."""
    subject, page = gettext("Something new for you on NExTWORK"), _page(news, NEWS_AT_ONCE)
    mail = news[0].kind.mail
    assert mail is not None
    if page["quotes"] or mail.urgent:
        subject = str(mail.subject)
    return _message(row, news, subject, "mail", {"news": page})


def _gathered(row: OutboxMail, news: list[News]) -> EmailMultiAlternatives:
    """All that has waited, by space and page: first what leads, then the page with the latest news. Spaces whose words
    stay inside are one part without a name."""
    by_page: dict[str, list[News]] = {}
    for piece in news:
        by_page.setdefault(piece.row.thread, []).append(piece)
    order = sorted(by_page.values(), key=lambda pieces: (pieces[-1].row.made_at, pieces[-1].row.pk), reverse=True)
    order.sort(key=lambda pieces: not _leads(pieces))
    parts: dict[str, list[dict[str, Any]]] = {}
    told = length = 0
    for pieces in order[:PAGES]:
        page = _page(_one_of_each(pieces), NEWS_A_PAGE)
        length += sum(len(quote["words"]) for quote in page["quotes"])
        if told and length > QUOTED:
            break
        space = pieces[0].kind.space(pieces[0].subject) if pieces[0].holds_words else None
        parts.setdefault(_heading(pieces, space.name if space else ""), []).append(page)
        told += 1
    context = {
        "parts": [{"space": name, "pages": pages} for name, pages in parts.items()],
        "more": len(order) > told,
        "everything": settings.BASE_URL + reverse("notifications"),
    }
    return _message(row, news, gettext("What is new for you on NExTWORK"), "digest", context)


def _leads(pieces: list[News]) -> bool:
    return any(piece.kind.mail is not None and piece.kind.mail.leads and piece.holds_words for piece in pieces)


def _heading(pieces: list[News], space: str) -> str:
    return gettext("Nobody has answered this yet") if _leads(pieces) else space


def _one_of_each(pieces: list[News]) -> list[News]:
    """Of one thing only the latest news: its words would stand there twice."""
    latest = {(piece.subject._meta.label, piece.subject.pk): piece for piece in pieces}
    return [piece for piece in pieces if piece in latest.values()]


def _page(news: list[News], many: int) -> dict[str, Any]:
    """One page's news: where the first of them stands, and either their words or that they are there."""
    holds_words = all(piece.holds_words for piece in news)
    onward = news[0].fact.url()
    return {
        "address": link_to(news[0].row.recipient, news[0].kind, onward) if holds_words else settings.BASE_URL + onward,
        "quotes": [piece.quote() for piece in news[:many]] if holds_words else [],
        "left_out": max(len(news) - many, 0),
        "general": list(dict.fromkeys(piece.general for piece in news)),
    }


def _stop(person: Person, names: Iterable[str]) -> str:
    return settings.BASE_URL + reverse("unsubscribe", args=[unsubscribe_token(person.pk, *names)])


def _message(
    row: OutboxMail, news: list[News], subject: str, template: str, context: dict[str, Any]
) -> EmailMultiAlternatives:
    person = row.recipient
    labels = {piece.kind.name: piece.kind.label for piece in news if piece.kind.mail and not piece.kind.mail.urgent}
    context |= {
        "first_name": person.display_name.split()[0],
        "language": person.language,
        "subject": subject,
        # In the foot each kind can be stopped alone; the mail program's own button stops those in this mail.
        "stops": [{"label": label, "address": _stop(person, [name])} for name, label in labels.items()],
        "settings_address": settings.BASE_URL + reverse("notification_settings"),
    }
    headers = {
        # The same on every try.
        "Message-ID": f"<{row.batch}@{urlsplit(settings.BASE_URL).hostname}>",
        "Auto-Submitted": "auto-generated",
    }
    if labels:
        headers |= {
            "List-Unsubscribe": f"<{_stop(person, labels)}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    message = EmailMultiAlternatives(
        subject=subject,
        body=render_to_string(f"community/notifications/{template}.txt", context),
        to=[person.email],
        headers=headers,
    )
    message.attach_alternative(render_to_string(f"community/notifications/{template}.html", context), "text/html")
    return message
