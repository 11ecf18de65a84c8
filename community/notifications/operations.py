"""Telling people, and what they do about it."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Concat

from community import clock, live
from community.activity.record import Activity
from community.notifications import kinds
from community.notifications.models import (
    MailState,
    MailTimes,
    Notification,
    NotificationPreference,
    OutboxMail,
    address_digest,
)
from community.notifications.rhythm import Rhythm
from community.people.models import Person
from community.prepared import asked_for_rows
from community.undo import UNDO_TAKEN_FOR

#: Nobody needs a higher number; counting stops here.
COUNTED_UNREAD = 99
#: How long notifications are kept after they were read, or made if they never were; and mails after they were settled.
READ_NEWS_KEPT_FOR = timedelta(days=90)
UNREAD_NEWS_KEPT_FOR = timedelta(days=180)
MAILS_KEPT_FOR = timedelta(days=30)
#: Rows of each kind that one run of the job erases.
ERASED_A_RUN = 2000


def key_of(person_id: int) -> str:
    """The live key that only the person may follow."""
    return f"person:{person_id}"


def tell(activity: Activity) -> None:
    """Listener of the activity record: a notification, and a mail where it is wanted, for each recipient.

    Runs inside the deed's transaction, so that the deed and its news stand or fall together. The actor is never told,
    nor anybody who may not see the thing now. Of kinds that announce the same thing a person hears the first: of those
    recorded in one deed the one recorded first, and of one activity itself before what it is `retold` as. After the
    commit the recipients' open pages refresh.
    """
    news: dict[int, Notification] = {}
    for fact in (activity, *activity.retold()):
        if kind := kinds.named(fact.kind):
            news |= {told.recipient_id: told for told in _news_for(kind, fact, but=news)}
    if not news:
        return
    Notification.objects.bulk_create(news.values(), ignore_conflicts=True)
    OutboxMail.objects.bulk_create(_mails_of(list(news.values())), ignore_conflicts=True)
    _refresh(list(news))


def _news_for(kind: kinds.Kind, fact: Activity, but: Collection[int]) -> list[Notification]:
    """What is new for those whom it concerns, who may see it and have not heard of it; `but` have heard just now."""
    people = fact.recipients()
    if not isinstance(people, QuerySet):
        ids = [person.pk for person in people]
        if not ids:
            return []
        people = Person.objects.filter(pk__in=ids)
    subject = fact.subject
    subject_type = subject._meta.label_lower
    heard = Notification.objects.filter(
        subject_type=subject_type,
        subject_id=subject.pk,
        kind__in=kinds.announcing() if kind.announces else [kind.name],
    )
    people = people.exclude(pk__in=heard.values("recipient_id")).exclude(pk__in=_those_of(fact.actor, but))
    space, thread, now = kind.space(subject), kind.thread(subject), clock.now()
    return [
        Notification(
            recipient=person,
            kind=kind.name,
            subject_type=subject_type,
            subject_id=subject.pk,
            thread=thread,
            space=space,
            actor=fact.actor,
            made_at=now,
        )
        for person in kind.who_may_see(subject, people)
    ]


def _those_of(actor: Person | None, others: Collection[int]) -> list[int]:
    return [*others, actor.pk] if actor else [*others]


def _mails_of(news: list[Notification]) -> list[OutboxMail]:
    """A mail for each that goes by mail and whose recipient wants it, due when they want it."""
    people = [notification.recipient_id for notification in news]
    chosen = NotificationPreference.objects.filter(person__in=people, kind__in={n.kind for n in news})
    rhythms = {(row.person_id, row.kind): row.rhythm for row in chosen}
    times = MailTimes.objects.in_bulk(people)
    mails = []
    for told in news:
        kind = kinds.named(told.kind)
        assert kind is not None
        rhythm = rhythms.get((told.recipient_id, kind.name), kind.mail.rhythm if kind.mail else Rhythm.NONE)
        if kind.mail is not None and kind.mail.urgent:
            rhythm = Rhythm.AT_ONCE
        # Nothing is mailed to whoever takes a break.
        if kind.mail is None or rhythm == Rhythm.NONE or told.recipient.paused_at is not None:
            continue
        own = times.get(told.recipient_id) or MailTimes(person=told.recipient)
        due = told.made_at if kind.mail.urgent else own.due(rhythm, told.made_at + kind.mail.delay)
        mails.append(
            OutboxMail(
                recipient=told.recipient,
                kind=told.kind,
                subject_type=told.subject_type,
                subject_id=told.subject_id,
                thread=told.thread,
                rhythm=rhythm,
                address_digest=address_digest(told.recipient.email),
                made_at=told.made_at,
                not_before=due,
            )
        )
    return mails


def _refresh(person_ids: list[int]) -> None:
    transaction.on_commit(lambda: live.announce([key_of(person_id) for person_id in person_ids]))


def unread_count(person: Person) -> int:
    """How many lines of the list are unread, up to one more than is counted. One query."""
    return len(asked_for_rows(_unread_lines, person))


def _unread_lines(person: Person) -> QuerySet[Notification, tuple[str, str]]:
    lines = Notification.objects.visible_to(person).unread().order_by().values_list("kind", "thread").distinct()
    return lines[: COUNTED_UNREAD + 1]


def unread_notices(person: Person) -> Coalesce:
    """The unread count as an expression, for a query that asks more at once."""
    unread = Notification.objects.visible_to(person).unread().order_by().values("recipient")
    lines = Count(Concat("kind", Value(" "), "thread"), distinct=True)
    return Coalesce(Subquery(unread.annotate(many=lines).values("many")), 0)


@transaction.atomic
def open_notification(*, actor: Person, notification: Notification) -> Notification:
    """Mark one's own notification read, and all that stands in one line with it; the leaf on one's other pages goes.

    What came after it stays unread. Twice is once.
    """
    news = Notification.objects.visible_to(actor).of_one_line(notification)
    if news.unread().update(read_at=clock.now()):
        _refresh([actor.pk])
    return notification


@transaction.atomic
def mark_notifications_read(*, actor: Person, until: int | None = None) -> int:
    """Mark everything read, or everything up to the notification with that number: what the page showed.

    What came after the page was made stays unread, and so does what the person cannot see at the moment. Gives how
    many changed.
    """
    unread = Notification.objects.visible_to(actor).unread()
    if until is not None:
        unread = unread.filter(pk__lte=until)
    changed = unread.update(read_at=clock.now())
    if changed:
        _refresh([actor.pk])
    return changed


def mark_read_about(*, actor: Person, subject_type: str, subjects: QuerySet[Any]) -> int:
    """Mark read what is told of things the person has just had on their screen. Gives how many changed."""
    news = Notification.objects.filter(recipient=actor, subject_type=subject_type, subject_id__in=subjects.values("pk"))
    changed = news.unread().update(read_at=clock.now())
    if changed:
        _refresh([actor.pk])
    return changed


@transaction.atomic
def choose_mail(
    *,
    actor: Person,
    rhythms: Mapping[str, str],
    quiet: tuple[int, int] | None = (21, 8),
    digest_hour: int = 16,
    digest_weekday: int = 0,
) -> None:
    """Keep how often the person wants mail of each kind, in which hours none, and when what waits comes in one.

    What waits already follows the new choice; what waits of a kind that is never to come is not sent.
    """
    begins, ends = quiet or (None, None)
    times, _made = MailTimes.objects.update_or_create(
        person=actor,
        defaults={
            "quiet_from": begins,
            "quiet_until": ends,
            "digest_hour": digest_hour,
            "digest_weekday": digest_weekday,
        },
    )
    for kind, rhythm in rhythms.items():
        NotificationPreference.objects.update_or_create(person=actor, kind=kind, defaults={"rhythm": rhythm})
        # What was tried already stays together under its Message-ID.
        waiting = OutboxMail.objects.filter(recipient=actor, kind=kind, state=MailState.WAITING, batch=None)
        if rhythm == Rhythm.NONE:
            waiting.update(state=MailState.SKIPPED)
        else:
            waiting.update(rhythm=rhythm, not_before=times.due(rhythm, clock.now() + UNDO_TAKEN_FOR))


@transaction.atomic
def unsubscribe(*, person: Person, kinds: Collection[str]) -> None:
    """Stop mails of these kinds. Asked for by the signed link of a mail, so signing in is not needed. Twice is once."""
    for kind in kinds:
        NotificationPreference.objects.update_or_create(person=person, kind=kind, defaults={"rhythm": Rhythm.NONE})


def old_news() -> "tuple[QuerySet[Any], QuerySet[Any]]":
    """Notifications long after they were read or made, and mails long after they were settled."""
    now = clock.now()
    settled = [MailState.SENT, MailState.SKIPPED, MailState.FAILED]
    return (
        Notification.objects.filter(
            Q(read_at__lt=now - READ_NEWS_KEPT_FOR) | Q(read_at=None, made_at__lt=now - UNREAD_NEWS_KEPT_FOR)
        ),
        OutboxMail.objects.filter(state__in=settled, not_before__lt=now - MAILS_KEPT_FOR),
    )


def erase_old_news(*, limit: int = ERASED_A_RUN) -> int:
    """Erase notifications long after they were read or made, and mails long after they were settled, so many of each
    at a time. Gives how many rows went.
    """
    return sum(
        rows.model._default_manager.filter(
            pk__in=list(rows.order_by("pk").values_list("pk", flat=True)[:limit])
        ).delete()[0]
        for rows in old_news()
    )
