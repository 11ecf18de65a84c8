"""Internship offers in plain words, and the youths' private list of those they keep an eye on."""

from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from community import clock
from community.people.models import Person
from community.permissions import memberships
from community.roles import Role
from company_network.companies.models import Company, Representative

#: Longest text of a field, in characters: an offer is read on a phone.
OFFER_LIMIT = 600
#: Places in one offer; more are another offer.
MOST_PLACES = 20


class OfferState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Open")
    PAUSED = "paused", _("Paused")
    FILLED = "filled", _("Taken")
    ARCHIVED = "archived", _("Put away")


#: What others than the company's own people and the consultants see: also that a place is taken, so that nobody hopes.
SHOWN_STATES = (OfferState.PUBLISHED, OfferState.FILLED)


class Noise(models.TextChoices):
    QUIET = "quiet", _("Quiet")
    SOME = "some", _("Some noise")
    LOUD = "loud", _("Loud")


class Pace(models.TextChoices):
    CALM = "calm", _("Calm")
    VARIED = "varied", _("It varies over the day")
    BUSY = "busy", _("Busy")


class OfferQuerySet(models.QuerySet["InternshipOffer"]):
    def visible_to(self, person: Person) -> "OfferQuerySet":
        """What is open or taken in one's networks, while its company is there; the company's own people and the
        consultants also see what is not shown yet or any more."""
        seen = Q(pk__in=[])
        for membership in memberships(person):
            here = Q(company__network_id=membership.network_id)
            match membership.role:
                case Role.CONSULTANT:
                    seen |= here
                case Role.YOUTH | Role.COMPANY | Role.PSYCHOLOGIST:
                    stands = Q(company__left_at=None, company__hidden_at=None, hidden_at=None)
                    seen |= here & stands & Q(state__in=SHOWN_STATES)
                    if membership.role == Role.COMPANY:
                        own = Representative.objects.of(person).values("company_id")
                        seen |= Q(company__in=own, company__left_at=None)
        return self.filter(seen)


class InternshipOffer(models.Model):
    company = models.ForeignKey(Company, models.PROTECT, related_name="offers")
    title = models.CharField(_("What is it?"), max_length=80)
    at_8 = models.TextField(_("At 8"), blank=True, validators=[MaxLengthValidator(OFFER_LIMIT)])
    at_10 = models.TextField(_("At 10"), blank=True, validators=[MaxLengthValidator(OFFER_LIMIT)])
    at_12 = models.TextField(_("At 12"), blank=True, validators=[MaxLengthValidator(OFFER_LIMIT)])
    places = models.PositiveSmallIntegerField(
        _("How many places?"), default=1, validators=[MinValueValidator(1), MaxValueValidator(MOST_PLACES)]
    )
    where = models.CharField(_("Where?"), max_length=160, blank=True)
    noise = models.CharField(_("How loud is it?"), max_length=10, choices=Noise)
    pace = models.CharField(_("How fast does it go?"), max_length=10, choices=Pace)
    need_not = models.TextField(
        _("What one need not be able to do"), blank=True, validators=[MaxLengthValidator(OFFER_LIMIT)]
    )
    state = models.CharField(max_length=10, choices=OfferState, default=OfferState.DRAFT, editable=False)
    #: Made by the form, so that a double tap writes once.
    client_uuid = models.UUIDField(null=True, editable=False)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+", editable=False)
    made_at = models.DateTimeField(default=clock.now, editable=False)
    changed_at = models.DateTimeField(default=clock.now, editable=False)
    #: When it was shown first; its place in the list.
    published_at = models.DateTimeField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    #: Set while only the company's own people and the network's consultants see it (community/moderation).
    hidden_at = models.DateTimeField(null=True, editable=False)

    objects = OfferQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="offer_has_a_title"),
            models.CheckConstraint(condition=Q(state__in=OfferState.values), name="offer_state_is_known"),
            models.CheckConstraint(condition=Q(noise__in=Noise.values), name="offer_noise_is_known"),
            models.CheckConstraint(condition=Q(pace__in=Pace.values), name="offer_pace_is_known"),
            models.CheckConstraint(condition=Q(places__range=(1, MOST_PLACES)), name="offer_has_places"),
            models.CheckConstraint(
                condition=Q(state=OfferState.DRAFT) | Q(published_at__isnull=False), name="what_was_shown_has_a_day"
            ),
            models.UniqueConstraint(fields=["made_by", "client_uuid"], name="an_offer_is_written_once"),
        ]
        indexes = [
            models.Index(
                fields=["-published_at", "-id"], condition=Q(state=OfferState.PUBLISHED), name="offers_open_by_age"
            ),
            models.Index(fields=["company", "-id"], name="offers_of_a_company"),
        ]

    def __str__(self) -> str:
        return self.title

    def hours(self) -> list[tuple[str, str]]:
        """The day as (hour, words), without the hours that say nothing."""
        said = (("8", self.at_8), ("10", self.at_10), ("12", self.at_12))
        return [(hour, words) for hour, words in said if words]


class SavedOffer(models.Model):
    """A youth keeps an eye on an offer. Nobody else ever learns of it, and nobody counts."""

    offer = models.ForeignKey(InternshipOffer, models.CASCADE, related_name="saves")
    person = models.ForeignKey(Person, models.CASCADE, related_name="saved_offers")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "offer"], name="an_offer_is_saved_once")]

    def __str__(self) -> str:
        return str(self.pk)
