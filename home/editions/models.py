"""What is on paper: editions of brochures with their codes, and how often a code was used on a day."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from community import clock
from community.people.models import Person
from home.testimonials.models import Testimonial
from home.testimonials.policy import can_keep_voices


class EditionQuerySet(models.QuerySet["Edition"]):
    def visible_to(self, person: Person) -> "EditionQuerySet":
        """Whoever keeps voices."""
        return self if can_keep_voices(person) else self.none()


class Edition(models.Model):
    """One printing of a brochure, poster or card. Once it is printed, what it carries is written in stone."""

    name = models.CharField(_("What is printed"), max_length=120)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    made_at = models.DateTimeField(default=clock.now)
    printed_on = models.DateField(_("Printed on"), null=True)
    #: The one it is printed again from.
    again = models.ForeignKey("self", models.PROTECT, related_name="reprints", null=True)

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="an_edition_has_a_name")]

    def __str__(self) -> str:
        return self.name


class EditionPlace(models.Model):
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="places")
    testimonial = models.ForeignKey(Testimonial, models.PROTECT, related_name="places")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["edition", "position"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "testimonial"], name="a_code_stands_once_in_an_edition"),
            models.UniqueConstraint(fields=["edition", "position"], name="one_code_in_a_place_of_an_edition"),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id}.{self.position}"


class ScanCount(models.Model):
    """How often a code was opened from outside on one day. Nothing about who, where or with what."""

    testimonial = models.ForeignKey(Testimonial, models.PROTECT, related_name="scans")
    day = models.DateField()
    number = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-day"]
        constraints = [models.UniqueConstraint(fields=["testimonial", "day"], name="one_count_of_a_code_a_day")]

    def __str__(self) -> str:
        return f"{self.testimonial_id} {self.day}"
