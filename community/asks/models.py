"""Asking an author's yes before their words go somewhere else."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from community import clock
from community.people.models import Person


class AskState(models.TextChoices):
    OPEN = "open", _("Waiting for an answer")
    YES = "yes", _("Yes")
    NO = "no", _("Not this time")
    #: The asker took it back, or what was asked about is gone.
    TAKEN_BACK = "taken_back", _("Taken back")


class AskQuerySet(models.QuerySet["Ask"]):
    def visible_to(self, person: Person) -> "AskQuerySet":
        """What one was asked, and what one asked."""
        if not person.is_authenticated or not person.is_active:
            return self.none()
        return self.filter(Q(author=person) | Q(asker=person))


class Ask(models.Model):
    """One question to the author of a thing: may it be used for this purpose? Purposes stand in asks/purposes.py."""

    purpose = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=80)
    subject_id = models.BigIntegerField()
    asker = models.ForeignKey(Person, models.CASCADE, related_name="+")
    author = models.ForeignKey(Person, models.CASCADE, related_name="+")
    #: Where the purpose needs to know, such as the group whose agenda it is for.
    place_id = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=AskState, default=AskState.OPEN)
    asked_at = models.DateTimeField(default=clock.now)
    answered_at = models.DateTimeField(null=True)

    objects = AskQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["purpose", "subject_type", "subject_id", "place_id"],
                condition=Q(state="open"),
                name="an_author_is_asked_once_at_a_time",
            ),
            models.CheckConstraint(condition=Q(state__in=AskState.values), name="ask_state_is_known"),
            models.CheckConstraint(
                condition=Q(state="open", answered_at=None) | (~Q(state="open") & Q(answered_at__isnull=False)),
                name="an_answered_ask_knows_when",
            ),
        ]
        indexes = [models.Index(fields=["author"], condition=Q(state="open"), name="asks_open_to_an_author")]

    def __str__(self) -> str:
        return f"ask {self.pk}"
