"""What stands in the minutes beside what happened: corrections, with what stood before."""

from django.db import models

from community import clock
from community.membership.models import Membership
from youth_network.agendas.models import Agenda


class Correction(models.Model):
    """One line of the minutes before and after an attendee corrected it. Rows are added and never changed."""

    agenda = models.ForeignKey(Agenda, models.CASCADE, related_name="corrections")
    #: Which line: "takeaway:<placement>", "agreement:<agreement>" or "remark".
    line = models.CharField(max_length=40)
    before = models.TextField(blank=True, max_length=1000)
    after = models.TextField(blank=True, max_length=1000)
    corrected_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    corrected_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["agenda", "line"], name="corrections_of_minutes")]

    def __str__(self) -> str:
        return f"correction of {self.line}"
