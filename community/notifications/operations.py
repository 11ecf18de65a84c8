"""Telling people, and what they do about it."""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models import Count, QuerySet, Subquery
from django.db.models.functions import Coalesce

from community import clock, live
from community.activity.record import Activity
from community.notifications import kinds
from community.notifications.models import Notification, NotificationPreference, OutboxMail, address_digest
from community.notifications.outbox import deliver_soon
from community.people.models import Person

#: Nobody needs a higher number; counting stops here.
COUNTED_UNREAD = 99


def key_of(person_id: int) -> str:
    """The live key that only the person may follow."""
    return f"person:{person_id}"


def tell(activity: Activity) -> None:
    """Listener of the activity record: a notification, and a mail where it is wanted, for each recipient.

    Runs inside the deed's transaction, so that the deed and its news stand or fall together. The actor is never told,
    nor anybody who may not see the thing now. The same fact about the same thing again tells nobody twice. After the
    commit the recipients' open pages refresh and the outbox is emptied.
    """
    kind = kinds.named(activity.kind)
    if kind is None:
        return
    subject = activity.subject
    ids = {person.pk for person in activity.recipients()} - {activity.actor.pk if activity.actor else None}
    told = kind.who_may_see(subject, ids) if ids else []
    if not told:
        return
    about = {"kind": kind.name, "subject_type": subject._meta.label_lower, "subject_id": subject.pk}
    now = clock.now()
    Notification.objects.bulk_create(
        [
            Notification(recipient=person, space=kind.space(subject), actor=activity.actor, made_at=now, **about)
            for person in told
        ],
        ignore_conflicts=True,
    )
    if kind.mail:
        unwanted = NotificationPreference.objects.filter(person__in=told, kind=kind.name, mail=False)
        silent = set(unwanted.values_list("person_id", flat=True))
        OutboxMail.objects.bulk_create(
            [
                OutboxMail(
                    recipient=person,
                    address_digest=address_digest(person.email),
                    made_at=now,
                    not_before=now + kind.mail.delay,
                    **about,
                )
                for person in told
                if person.pk not in silent
            ],
            ignore_conflicts=True,
        )
        if len(silent) < len(told):
            deliver_soon()
    _refresh([person.pk for person in told])


def _refresh(person_ids: list[int]) -> None:
    transaction.on_commit(lambda: live.announce([key_of(person_id) for person_id in person_ids]))


def unread_count(person: Person) -> int:
    """How much is unread, up to one more than is counted. One query."""
    return Notification.objects.visible_to(person).unread()[: COUNTED_UNREAD + 1].count()


def unread_notices(person: Person) -> Coalesce:
    """The unread count as an expression, for a query that asks more at once."""
    unread = Notification.objects.visible_to(person).unread().order_by().values("recipient")
    return Coalesce(Subquery(unread.annotate(many=Count("pk")).values("many")), 0)


@transaction.atomic
def open_notification(*, actor: Person, notification: Notification) -> Notification:
    """Mark one's own notification read; the leaf on one's other pages goes. Twice is once."""
    if Notification.objects.filter(pk=notification.pk, recipient=actor).unread().update(read_at=clock.now()):
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


@transaction.atomic
def mark_read_about(*, actor: Person, subject_type: str, subjects: QuerySet[Any]) -> int:
    """Mark read what is told of things the person has just had on their screen. Gives how many changed."""
    news = Notification.objects.filter(recipient=actor, subject_type=subject_type, subject_id__in=subjects.values("pk"))
    changed = news.unread().update(read_at=clock.now())
    if changed:
        _refresh([actor.pk])
    return changed


@transaction.atomic
def choose_mail(*, actor: Person, wanted: Collection[str]) -> None:
    """Keep which kinds the person wants by mail. Mails that wait for a kind now off are not sent."""
    for kind in kinds.mailed():
        NotificationPreference.objects.update_or_create(
            person=actor, kind=kind.name, defaults={"mail": kind.name in wanted}
        )


@transaction.atomic
def unsubscribe(*, person: Person, kind: str) -> None:
    """Stop mails of one kind. Asked for by the signed link of a mail, so signing in is not needed. Twice is once."""
    NotificationPreference.objects.update_or_create(person=person, kind=kind, defaults={"mail": False})
