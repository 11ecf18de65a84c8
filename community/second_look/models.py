"""Every month somebody else looks at some of what the staff opened, drawn by lot (trust.md G2). What they found stands
for good; the entries themselves are in community/audit."""

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from community import clock
from community.audit.models import AuditEntry
from community.membership.models import Membership, Network
from community.people.models import Person
from community.roles import TEAM_ROLES, Role

#: Longest sentence to a look, in characters.
SENTENCE_LIMIT = 400


class Found(models.TextChoices):
    FINE = "fine", _("It is fine")
    CLOSER = "closer", _("Look closer")


class LookRoundQuerySet(models.QuerySet["LookRound"]):
    def visible_to(self, person: Person) -> "LookRoundQuerySet":
        """The rounds in which this person is a second pair of eyes for something."""
        return self.filter(pk__in=Look.objects.visible_to(person).values("round"))


class LookRound(models.Model):
    """What was drawn for one network of one month."""

    network = models.ForeignKey(Network, models.PROTECT, related_name="+")
    #: Its first day.
    month = models.DateField()
    drawn_at = models.DateTimeField(default=clock.now)
    #: When those who had not looked yet were reminded.
    reminded_at = models.DateTimeField(null=True)

    objects = LookRoundQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["network", "month"], name="a_month_is_drawn_once")]
        ordering = ["-month", "pk"]

    def __str__(self) -> str:
        return f"{self.network_id} {self.month:%Y-%m}"


def _others_than(*but: str) -> "models.QuerySet[Membership]":
    """The staff of the network, for a query of looks, without those at these places. Asks for no time, since every page
    asks it for its mark (community/prepared.py)."""
    others = Membership.objects.filter(
        network=OuterRef("round__network"), role__in=TEAM_ROLES, ended_at=None, person__is_active=True
    )
    for place in but:
        # Said so, since a comparison with nobody would be with nothing.
        others = others.exclude(person=Coalesce(OuterRef(place), Value(0)))
    return others


class LookQuerySet(models.QuerySet["Look"]):
    def visible_to(self, person: Person) -> "LookQuerySet":
        """What this person looks at: of their network, opened by somebody else and not about themselves. Programme
        staff stand in where a network has nobody else, also for the closer look that somebody asked for."""
        if not person.is_authenticated or not person.is_active:
            return self.none()
        held = person.current_memberships()
        networks = [m.network_id for m in held if m.role in TEAM_ROLES]
        seen = Q(round__network__in=networks) & ~Q(entry__actor=person.pk)
        seen &= Q(entry__about=None) | ~Q(entry__about=person.pk)
        if any(m.role == Role.PROGRAMME for m in held):
            alone = ~Exists(_others_than("entry__actor", "entry__about"))
            wanted = Q(found=Found.CLOSER) & ~Exists(_others_than("entry__actor", "entry__about", "looked_by"))
            seen |= (Q(alone) | wanted) & ~Q(entry__actor=person.pk)
        return self.filter(seen)

    def waiting(self) -> "LookQuerySet":
        return self.filter(found="")


class Look(models.Model):
    """One entry, and what the second pair of eyes found."""

    round = models.ForeignKey(LookRound, models.CASCADE, related_name="looks")
    #: Of the lot: two workers that draw at once draw the same places.
    place = models.PositiveSmallIntegerField()
    entry = models.ForeignKey(AuditEntry, models.CASCADE, related_name="looks")
    found = models.CharField(max_length=10, choices=Found, blank=True)
    #: What is to be looked at closer, or what was found out.
    sentence = models.TextField(_("A sentence"), blank=True, validators=[MaxLengthValidator(SENTENCE_LIMIT)])
    looked_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    looked_at = models.DateTimeField(null=True)

    objects = LookQuerySet.as_manager()

    class Meta:
        ordering = ["round", "place"]
        constraints = [
            models.UniqueConstraint(fields=["round", "place"], name="a_place_of_the_lot_is_drawn_once"),
            models.UniqueConstraint(fields=["round", "entry"], name="an_entry_is_drawn_once_a_month"),
            models.CheckConstraint(condition=Q(found__in=["", *Found.values]), name="what_a_look_found_is_known"),
            models.CheckConstraint(
                condition=Q(found="", looked_by=None, looked_at=None)
                | ~Q(found="") & Q(looked_by__isnull=False, looked_at__isnull=False),
                name="a_look_knows_who_and_when",
            ),
            models.CheckConstraint(
                condition=~Q(found=Found.CLOSER) | ~Q(sentence=""), name="a_closer_look_says_what_for"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_id}.{self.place} {self.found}"
