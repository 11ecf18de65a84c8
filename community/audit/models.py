"""Which member of the staff opened what about whom, when and for which kind of reason. Ids, verbs and times: never a
name and never a word, so that an entry can stand for as long as it must and says nothing by itself.

Rows are added, never changed, and erased only when they are older than two years (migration `audit_is_only_added_to`:
the database itself refuses the rest). Reading what the others in a space read too is no entry; opening what they
cannot read is.
"""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from community import clock
from community.people.models import Person


class Reason(models.TextChoices):
    """Why somebody opened it. Kinds alone: a free text would hold words about somebody, in a row that cannot be
    erased (docs/decisions/0017-what-the-audit-holds.md)."""

    CARE = "care", _("Part of looking after the network")
    REPORT = "report", _("Somebody said something about it")
    ASKED = "asked", _("The person asked for it")
    SAFETY = "safety", _("Worry about somebody's safety")
    DISPUTE = "dispute", _("Two people remember it differently")
    SIGNATURE = "signature", _("A second signature was asked for")
    UPKEEP = "upkeep", _("So that nothing is lost")


class AuditEntryQuerySet(models.QuerySet["AuditEntry"]):
    def update(self, **values: Any) -> int:
        raise TypeError("The audit is append-only.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError("The audit is append-only.")


class AuditEntry(models.Model):
    #: None where the clockwork or somebody at the machine did it.
    actor = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    #: Registered by the room whose door it is (verbs.py).
    verb = models.CharField(max_length=40)
    #: Whom it is about; None where it is about everybody in the network, or everybody.
    about = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    network = models.ForeignKey("community.Network", models.PROTECT, related_name="+", null=True)
    #: The thing that was opened, as "app.model" and primary key.
    subject_type = models.CharField(max_length=80)
    subject_id = models.BigIntegerField()
    reason = models.CharField(max_length=20, choices=Reason)
    at = models.DateTimeField(default=clock.now)

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(reason__in=Reason.values), name="audit_reason_is_known"),
            models.CheckConstraint(
                condition=Q(about=None) | Q(actor=None) | ~Q(actor=F("about")), name="audit_is_of_others"
            ),
        ]
        indexes = [
            models.Index(fields=["about", "-at", "-id"], name="audit_about_a_person"),
            models.Index(fields=["network", "-at", "-id"], name="audit_of_a_network"),
            models.Index(fields=["subject_type", "subject_id"], name="audit_of_a_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_type} {self.subject_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("The audit is append-only.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("The audit is append-only.")
