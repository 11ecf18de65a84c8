"""A mail as it may be now: made when it leaves, from the things as they stand then, for a recipient who may see them.

About the company space it holds what was written and one link. About any other it says in general words that something
is there, and where: no names, no titles, no words of members.
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
#: A mail at once quotes no more than so many characters, a gathered one fewer; the rest stands behind the link.
QUOTED = 4000
QUOTED_GATHERED = 300
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

    def quote(self, limit: int) -> dict[str, Any]:
        """Its sentence and the beginning of its words."""
        assert self.kind.mail is not None
        words = self.kind.mail.words(self.subject).strip()
        words = words[:limit].rstrip() + " …" if len(words) > limit else words
        return {"sentence": self.fact.sentence(), "words": words, "lines": words.splitlines()}


def news_of(batch: Sequence[OutboxMail]) -> list[News]:
    """What of the batch is still to be told, oldest first. Three queries, and one for each kind in it.

    Not told: anything to somebody who left or changed address; what the person may not see, has seen in the app, or has
    turned off since; and what the same wordless lines about the same page said just now.
    """
    person = batch[0].recipient
    if not person.is_active or not person.email:
        return []
    turned_off = NotificationPreference.objects.filter(person=person, rhythm=Rhythm.NONE)
    off = set(turned_off.values_list("kind", flat=True))
    seen = Notification.objects.filter(
        recipient=person, read_at__isnull=False, subject_id__in=[row.subject_id for row in batch]
    )
    read = set(seen.values_list("kind", "subject_id"))
    address = address_digest(person.email)
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
    if news and news[0].row.rhythm not in GATHERED and not any(piece.holds_words for piece in news):
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
    subject, page = gettext("Something new for you on NExTWORK"), _page(news, QUOTED, NEWS_AT_ONCE)
    if page["quotes"]:
        assert news[0].kind.mail is not None
        subject = str(news[0].kind.mail.subject)
    return _message(row, news, subject, "mail", {"news": page})


def _gathered(row: OutboxMail, news: list[News]) -> EmailMultiAlternatives:
    """All that has waited, by space and page, the page with the latest news first. Spaces whose words stay inside are
    one part without a name."""
    by_page: dict[str, list[News]] = {}
    for piece in news:
        by_page.setdefault(piece.row.thread, []).append(piece)
    pages = sorted(by_page.values(), key=lambda pieces: (pieces[-1].row.made_at, pieces[-1].row.pk), reverse=True)
    parts: dict[str, list[dict[str, Any]]] = {}
    for pieces in pages[:PAGES]:
        space = pieces[0].kind.space(pieces[0].subject) if pieces[0].holds_words else None
        parts.setdefault(space.name if space else "", []).append(_page(pieces, QUOTED_GATHERED, NEWS_A_PAGE))
    context = {
        "parts": [{"space": name, "pages": told} for name, told in parts.items()],
        "more": len(pages) > PAGES,
        "everything": settings.BASE_URL + reverse("notifications"),
    }
    return _message(row, news, gettext("What is new for you on NExTWORK"), "digest", context)


def _page(news: list[News], quoted: int, many: int) -> dict[str, Any]:
    """One page's news: where the first of them stands, and either their words or that they are there."""
    holds_words = all(piece.holds_words for piece in news)
    return {
        "address": settings.BASE_URL + news[0].fact.url(),
        "quotes": [piece.quote(quoted) for piece in news[:many]] if holds_words else [],
        "left_out": max(len(news) - many, 0),
        "general": list(dict.fromkeys(piece.general for piece in news)),
    }


def _stop(person: Person, names: Iterable[str]) -> str:
    return settings.BASE_URL + reverse("unsubscribe", args=[unsubscribe_token(person.pk, *names)])


def _message(
    row: OutboxMail, news: list[News], subject: str, template: str, context: dict[str, Any]
) -> EmailMultiAlternatives:
    person = row.recipient
    labels = {piece.kind.name: piece.kind.label for piece in news}
    context |= {
        "first_name": person.display_name.split()[0],
        "language": person.language,
        # In the foot each kind can be stopped alone; the mail program's own button stops those in this mail.
        "stops": [{"label": label, "address": _stop(person, [name])} for name, label in labels.items()],
        "settings_address": settings.BASE_URL + reverse("notification_settings"),
    }
    message = EmailMultiAlternatives(
        subject=subject,
        body=render_to_string(f"community/notifications/{template}.txt", context),
        to=[person.email],
        headers={
            # The same on every try.
            "Message-ID": f"<{row.batch}@{urlsplit(settings.BASE_URL).hostname}>",
            "Auto-Submitted": "auto-generated",
            "List-Unsubscribe": f"<{_stop(person, labels)}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )
    message.attach_alternative(render_to_string(f"community/notifications/{template}.html", context), "text/html")
    return message
