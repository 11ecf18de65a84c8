"""Who is to be told of what, in the app and by mail. Kinds, ids and times: no names, no titles, no words."""

import hashlib
from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from community import clock
from community.notifications import kinds
from community.notifications.rhythm import GATHERED, Rhythm, after_quiet, is_quiet, next_time
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

    def of_one_line(self, notification: "Notification") -> "NotificationQuerySet":
        """What stood in one line with it when it was the newest of them."""
        return self.filter(
            recipient=notification.recipient_id,
            kind=notification.kind,
            thread=notification.thread,
            pk__lte=notification.pk,
        )


class Notification(models.Model):
    recipient = models.ForeignKey(Person, models.CASCADE, related_name="notifications")
    kind = models.CharField(max_length=60)
    #: The thing, as "app.model" and primary key.
    subject_type = models.CharField(max_length=80)
    subject_id = models.BigIntegerField()
    #: What shares a line with it, such as "topic:12".
    thread = models.CharField(max_length=80)
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
    """How often a person wants mail of one kind; without a row, as the kind has it."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="notification_preferences")
    kind = models.CharField(max_length=60)
    rhythm = models.CharField(max_length=10, choices=Rhythm, default=Rhythm.AT_ONCE)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "kind"], name="one_preference_per_kind"),
            models.CheckConstraint(condition=Q(rhythm__in=Rhythm.values), name="rhythm_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.person_id}"


class MailTimes(models.Model):
    """The hours in which a person wants no mail, and when what waits comes in one; without a row, as it stands here."""

    person = models.OneToOneField(Person, models.CASCADE, primary_key=True, related_name="mail_times")
    #: Whole hours on the clock; both empty where there are no quiet ones.
    quiet_from = models.PositiveSmallIntegerField(null=True, default=21)
    quiet_until = models.PositiveSmallIntegerField(null=True, default=8)
    digest_hour = models.PositiveSmallIntegerField(default=16)
    #: Of the weekly mail; Monday is 0.
    digest_weekday = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(quiet_from=None, quiet_until=None)
                # Said outright: a comparison with nothing would pass.
                | (
                    Q(quiet_from__isnull=False, quiet_until__isnull=False)
                    & Q(quiet_from__range=(0, 23), quiet_until__range=(0, 23))
                    & ~Q(quiet_from=models.F("quiet_until"))
                ),
                name="quiet_hours_begin_and_end",
            ),
            models.CheckConstraint(
                condition=Q(digest_hour__range=(0, 23), digest_weekday__range=(0, 6)), name="digest_has_its_hour"
            ),
        ]

    def __str__(self) -> str:
        return str(self.person_id)

    @classmethod
    def of(cls, person: Person) -> "MailTimes":
        return cls.objects.filter(person=person).first() or cls(person=person)

    def is_quiet(self, hour: int) -> bool:
        return is_quiet(hour, begins=self.quiet_from, ends=self.quiet_until)

    def after_quiet(self, moment: datetime) -> datetime:
        return after_quiet(moment, begins=self.quiet_from, ends=self.quiet_until)

    def due(self, rhythm: str, moment: datetime) -> datetime:
        """When a mail that may go from the moment on is to go."""
        if rhythm in GATHERED:
            weekday = self.digest_weekday if rhythm == Rhythm.WEEKLY else None
            moment = next_time(moment, hour=self.digest_hour, weekday=weekday)
        return self.after_quiet(moment)


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
    """One piece of news to be mailed after the commit; who gets it and about what, never its text.

    What goes in one mail is claimed together and is a batch from then on. Delivered at least once: see
    community/notifications/outbox.py.
    """

    recipient = models.ForeignKey(Person, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=80)
    subject_id = models.BigIntegerField()
    #: What may share a mail with it, such as "topic:12".
    thread = models.CharField(max_length=80)
    rhythm = models.CharField(max_length=10, choices=Rhythm, default=Rhythm.AT_ONCE)
    #: The mail it first went with. It stays with these on every further try, under one Message-ID.
    batch = models.UUIDField(null=True)
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
                condition=Q(rhythm__in=[Rhythm.AT_ONCE, *GATHERED]), name="outbox_mail_has_a_rhythm"
            ),
            models.CheckConstraint(
                condition=Q(state="sending", claimed_at__isnull=False, batch__isnull=False)
                | (~Q(state="sending") & Q(claimed_at=None)),
                name="outbox_mail_is_claimed_while_sending",
            ),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at=None)),
                name="outbox_mail_knows_when_it_went",
            ),
        ]
        indexes = [
            models.Index(fields=["not_before"], condition=Q(state__in=["waiting", "sending"]), name="outbox_mail_due"),
            models.Index(fields=["batch"], condition=Q(batch__isnull=False), name="outbox_mail_of_a_batch"),
            models.Index(fields=["recipient", "thread"], name="outbox_mail_of_a_thread"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_type} {self.subject_id}"
