"""Whom a person keeps away from themselves. Only the person learns of it: it stands on no page, notice or record of
anybody else, and no deed of the other's is refused in words that would tell."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from community import clock
from community.people.models import Person


class KeptAway(models.Model):
    person = models.ForeignKey(Person, models.CASCADE, related_name="keeps_away")
    whom = models.ForeignKey(Person, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("kept away")
        constraints = [
            models.UniqueConstraint(fields=["person", "whom"], name="a_person_is_kept_away_once"),
            models.CheckConstraint(condition=~Q(person=F("whom")), name="nobody_keeps_themselves_away"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.whom_id}"


class TalksClosed(models.Model):
    """A youth who wants no private talks with other youths at all, until they open them again. To the others it looks
    the same as being kept away, so that neither gives the other away."""

    person = models.OneToOneField(Person, models.CASCADE, primary_key=True, related_name="talks_closed")
    at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return str(self.person_id)
