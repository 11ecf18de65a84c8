"""When each job ran, and the row by which processes agree on who runs it."""

from django.db import models


class JobRun(models.Model):
    name = models.CharField(max_length=60, unique=True)
    last_started_at = models.DateTimeField(null=True)
    last_finished_at = models.DateTimeField(null=True)
    #: The kind of exception that ended the last run; empty after a good one.
    last_failure = models.CharField(max_length=80, blank=True)

    def __str__(self) -> str:
        return self.name
