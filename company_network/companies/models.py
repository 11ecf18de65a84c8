"""Workplaces that open their doors: their page, who speaks for them, and the trades they are found by."""

from typing import TYPE_CHECKING, Any

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from community import clock
from community.membership.models import Invitation, Membership, Network
from community.people.models import Person
from community.permissions import memberships
from community.roles import Role

if TYPE_CHECKING:
    from datetime import datetime

#: Longest text of a field of the page, in characters.
TEXT_LIMIT = 4000
#: Lines of what one can try, and the longest of them, in characters.
TRIES = 8
TRY_LIMIT = 60

#: Roles for which a network's companies are there: they work with them, or choose among them.
_ROLES_OF_A_NETWORK = (Role.COMPANY, Role.YOUTH, Role.CONSULTANT, Role.PSYCHOLOGIST)


class Trade(models.Model):
    """A trade, from the list that editors keep."""

    name = models.CharField(_("Trade"), max_length=60, unique=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("trade")
        verbose_name_plural = _("trades")
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="trade_has_a_name")]

    def __str__(self) -> str:
        return self.name


class CompanyQuerySet(models.QuerySet["Company"]):
    def visible_to(self, person: Person) -> "CompanyQuerySet":
        """The companies of one's networks, for everybody there: youths choose among them. One that has left the
        network is seen by its consultants alone, one that is hidden by them and those who speak for it. The page names
        no youth, and what companies write stands elsewhere."""
        seen = Q(pk__in=[])
        for membership in memberships(person):
            if membership.role in _ROLES_OF_A_NETWORK:
                here = Q(network_id=membership.network_id)
                shown = Q(left_at=None, hidden_at=None)
                if membership.role == Role.COMPANY:
                    # Without a look at the clock: this is asked on every page (community/prepared.py).
                    own = Representative.objects.filter(
                        ended_at=None, membership__ended_at=None, membership__person=person.pk
                    ).values("company_id")
                    shown |= Q(pk__in=own, left_at=None)
                seen |= here if membership.role == Role.CONSULTANT else here & shown
        return self.filter(seen)


class Company(models.Model):
    network = models.ForeignKey(Network, models.PROTECT, related_name="companies")
    name = models.CharField(_("Name of the workplace"), max_length=80)
    trade = models.ForeignKey(Trade, models.PROTECT, related_name="companies", verbose_name=_("Trade"))
    about = models.TextField(
        _("The workplace in a line or two"), blank=True, validators=[MaxLengthValidator(TEXT_LIMIT)]
    )
    #: Short lines, such as "opmåling".
    tries = models.JSONField(_("What one can try"), default=list, blank=True)
    day = models.TextField(_("What a day is like"), blank=True, validators=[MaxLengthValidator(TEXT_LIMIT)])
    #: One line; there is no map, so no third party learns who looks.
    address = models.CharField(_("Address"), max_length=160, blank=True)
    #: The consultant whom the company rings.
    contact = models.ForeignKey(
        Person, models.PROTECT, related_name="companies_kept", null=True, blank=True, verbose_name=_("Contact person")
    )
    #: The number on which the company rings them; youths do not see it.
    contact_phone = models.CharField(_("Their telephone"), max_length=24, blank=True)
    #: Pictures, as the page draws them (community/attachments).
    attachments = models.JSONField(default=list, editable=False)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+", editable=False)
    made_at = models.DateTimeField(default=clock.now, editable=False)
    changed_at = models.DateTimeField(default=clock.now, editable=False)
    #: Counts the changes: who saves over somebody else's words is told.
    version = models.PositiveIntegerField(default=1, editable=False)
    left_at = models.DateTimeField(null=True, editable=False)
    #: Set while only those who speak for it and the network's consultants see it (community/moderation).
    hidden_at = models.DateTimeField(null=True, editable=False)

    objects = CompanyQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["network", "name"], name="company_name_unique_in_network"),
            models.CheckConstraint(condition=~Q(name=""), name="company_has_a_name"),
        ]
        indexes = [
            models.Index(fields=["network", "name", "id"], name="company_in_network_by_name"),
            models.Index(fields=["trade", "name", "id"], name="company_of_a_trade_by_name"),
        ]

    def __str__(self) -> str:
        return self.name


class RepresentativeQuerySet(models.QuerySet["Representative"]):
    def current(self) -> "RepresentativeQuerySet":
        return self.filter(
            ended_at=None,
            membership__ended_at=None,
            membership__began_at__lte=clock.now(),
            membership__person__is_active=True,
        )

    def of(self, person: Person) -> "RepresentativeQuerySet":
        return self.current().filter(membership__person_id=person.pk)


class Representative(models.Model):
    """Somebody who speaks for a company, from a day to a day. What they wrote for it stays with the company."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="representatives")
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="represents")
    began_at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = RepresentativeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["membership"], condition=Q(ended_at=None), name="one_represents_one_company_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("began_at")), name="representing_ends_after_it_began"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.company_id}.{self.membership_id}"


class CompanyInvitation(models.Model):
    """For which company an invitation is: whoever comes in by it represents the company."""

    invitation = models.OneToOneField(Invitation, models.CASCADE, primary_key=True, related_name="for_company")
    company = models.ForeignKey(Company, models.PROTECT, related_name="invitations")

    def __str__(self) -> str:
        return f"{self.invitation_id}"


def companies_of(person: Person, **which: Any) -> models.QuerySet[Company]:
    """The companies that the person speaks for now, those that have left the network aside."""
    return Company.objects.filter(left_at=None, representatives__in=Representative.objects.of(person), **which)
