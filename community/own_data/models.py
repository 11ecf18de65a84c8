"""Copies that people take home, and who left: numbers and times."""

import secrets
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from community import clock
from community.holders import Way
from community.people.models import Person


class CopyState(models.TextChoices):
    WAITING = "waiting", _("Waiting to be made")
    MAKING = "making", _("Being made")
    READY = "ready", _("Ready")
    FAILED = "failed", _("It did not work")


def new_folder() -> str:
    """A name nobody can guess, and that nobody is ever told."""
    return secrets.token_urlsafe(24)


class DataCopyQuerySet(models.QuerySet["DataCopy"]):
    def visible_to(self, person: Person) -> "DataCopyQuerySet":
        """One's own, until its time is over."""
        if not person.is_authenticated or not person.is_active:
            return self.none()
        return self.filter(person_id=person.pk).filter(Q(expires_at=None) | Q(expires_at__gt=clock.now()))


class DataCopy(models.Model):
    """Everything that is held of a person, in one file for them alone. The worker makes it, and a job erases it."""

    #: The only name in addresses.
    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    person = models.OneToOneField(Person, models.CASCADE, related_name="data_copy", editable=False)
    state = models.CharField(max_length=10, choices=CopyState, default=CopyState.WAITING, editable=False)
    asked_at = models.DateTimeField(default=clock.now, editable=False)
    #: When somebody began to make it; one that was killed meanwhile is followed by another.
    claimed_at = models.DateTimeField(null=True, editable=False)
    #: Parts that are done, and how many there are.
    done = models.PositiveSmallIntegerField(default=0, editable=False)
    parts = models.PositiveSmallIntegerField(default=1, editable=False)
    made_at = models.DateTimeField(null=True, editable=False)
    #: Until when it can be fetched.
    expires_at = models.DateTimeField(null=True, editable=False)
    size = models.PositiveBigIntegerField(default=0, editable=False)
    #: Where it lies in the private storage.
    folder = models.CharField(max_length=40, default=new_folder, unique=True, editable=False)

    objects = DataCopyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=CopyState.values), name="data_copy_state_is_known"),
            models.CheckConstraint(condition=Q(done__lte=F("parts")), name="a_data_copy_is_done_in_parts"),
            models.CheckConstraint(
                condition=Q(state="ready", made_at__isnull=False, expires_at__isnull=False)
                | (~Q(state="ready") & Q(made_at=None)),
                name="a_ready_data_copy_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return f"copy {self.pk}"

    @property
    def is_under_way(self) -> bool:
        return self.state in (CopyState.WAITING, CopyState.MAKING)


class Leaving(models.Model):
    """Somebody left: who, how and when, in numbers. The same stands in the ledger beside the database (ledger.py), so
    that it is known to a database that was restored from before."""

    person = models.OneToOneField(Person, models.PROTECT, primary_key=True, related_name="leaving")
    way = models.CharField(max_length=10, choices=Way)
    at = models.DateTimeField(default=clock.now)
    #: When nothing was left to do.
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(way__in=Way.values), name="way_of_leaving_is_known")]
        indexes = [models.Index(fields=["at"], condition=Q(finished_at=None), name="leavings_to_finish")]

    def __str__(self) -> str:
        return f"leaving {self.person_id}"
