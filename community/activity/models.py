"""The record of what happened: ids, verbs and times, never names or words. Rows are added and never changed."""

from typing import Any

from django.db import models

from community import clock
from community.people.models import Person


class ActivityRecordQuerySet(models.QuerySet["ActivityRecord"]):
    def update(self, **values: Any) -> int:
        raise TypeError("The activity record is append-only.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError("The activity record is append-only.")


class ActivityRecord(models.Model):
    kind = models.CharField(max_length=60)
    actor = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    #: The thing it happened to, as "app.model" and primary key.
    subject_type = models.CharField(max_length=80)
    subject_id = models.BigIntegerField()
    at = models.DateTimeField(default=clock.now)

    objects = ActivityRecordQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["subject_type", "subject_id", "at"], name="activity_of_a_subject")]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_type} {self.subject_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("The activity record is append-only.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("The activity record is append-only.")
