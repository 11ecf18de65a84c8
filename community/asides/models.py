"""Words that were put aside: what a thing said in a field while a neutral line stands there."""

from django.db import models
from django.db.models import Q

from community import clock


class Aside(models.Model):
    #: The thing, as community.subjects names it.
    subject_type = models.CharField(max_length=20)
    subject_id = models.BigIntegerField()
    #: What stood in each field.
    values = models.JSONField()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject_type", "subject_id"], name="a_thing_is_put_aside_once"),
            models.CheckConstraint(condition=~Q(subject_type=""), name="an_aside_names_its_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.subject_type} {self.subject_id}"
