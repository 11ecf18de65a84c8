"""Who is to be told of what, in the app and by mail. Kinds, ids and times: no names, no titles, no words."""

import hashlib

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from community import clock
from community.notifications import kinds
from community.people.models import Person
from community.spaces.models import Space


class NotificationQuerySet(models.QuerySet["Notification"]):
    def visible_to(self, person: Person) -> "NotificationQuerySet":
        """One's own, about things one may see now."""
        if not person.is_authenticated or not person.is_active:
            return self.none()
        return self.filter(kinds.seen_by(person), recipient=person)

    def unread(self) -> "NotificationQuerySet":
        return self.filter(read_at=None)


class Notification(models.Model):
    recipient = models.ForeignKey(Person, models.CASCADE, related_name="notifications")
    kind = models.CharField(max_length=60)
    #: The thing, as "app.model" and primary key.
    subject_type = models.CharField(max_length=80)
    subject_id = models.BigIntegerField()
    space = models.ForeignKey(Space, models.CASCADE, related_name="+", null=True)
    actor = models.ForeignKey(Person, models.SET_NULL, related_name="+", null=True)
    made_at = models.DateTimeField(default=clock.now)
    read_at = models.DateTimeField(null=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "kind", "subject_type", "subject_id"], name="a_person_is_told_once"
            ),
        ]
        indexes = [
            models.Index(fields=["recipient", "-made_at", "-id"], name="notification_newest_first"),
            models.Index(fields=["recipient"], condition=Q(read_at=None), name="notification_unread"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_type} {self.subject_id}"


class NotificationPreference(models.Model):
    """What a person chose about one kind; without a row the kind is mailed."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="notification_preferences")
    kind = models.CharField(max_length=60)
    mail = models.BooleanField(_("By e-mail"), default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind"], name="one_preference_per_kind")]

    def __str__(self) -> str:
        return f"{self.kind} {self.person_id}"


def address_digest(address: str) -> str:
    """What stands for an address in the outbox, so that a changed one is noticed and none is kept."""
    return hashlib.sha256(address.strip().lower().encode()).hexdigest()


class MailState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    SKIPPED = "skipped", _("Not needed any more")
    FAILED = "failed", _("Given up")


class OutboxMail(models.Model):
    """A mail to be made and sent after the commit; who gets it and about what, never its text.

    Delivered at least once: see community/notifications/outbox.py.
    """

    recipient = models.ForeignKey(Person, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=80)
    subject_id = models.BigIntegerField()
    address_digest = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=clock.now)
    not_before = models.DateTimeField(default=clock.now)
    state = models.CharField(max_length=10, choices=MailState, default=MailState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "kind", "subject_type", "subject_id"], name="a_person_is_mailed_once"
            ),
            models.CheckConstraint(condition=Q(state__in=MailState.values), name="outbox_state_is_known"),
            models.CheckConstraint(
                condition=Q(state="sending", claimed_at__isnull=False) | (~Q(state="sending") & Q(claimed_at=None)),
                name="outbox_mail_is_claimed_while_sending",
            ),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at=None)),
                name="outbox_mail_knows_when_it_went",
            ),
        ]
        indexes = [
            models.Index(fields=["not_before"], condition=Q(state__in=["waiting", "sending"]), name="outbox_mail_due"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_type} {self.subject_id}"
