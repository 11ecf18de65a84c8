"""Facts about companies and those who speak for them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from django.urls import reverse
from django.utils.translation import gettext

from community.activity.record import Activity
from community.membership.models import Membership
from community.people.models import Person
from community.roles import Role
from company_network.companies.models import Company, Representative


@dataclass(frozen=True, kw_only=True)
class _AboutCompany(Activity):
    company: Company

    @property
    def subject(self) -> Company:
        return self.company

    def url(self) -> str:
        return reverse("company", args=[self.company.pk])

    def live_keys(self) -> Iterable[str]:
        return (f"company:{self.company.pk}",)


class CompanyStarted(_AboutCompany):
    kind: ClassVar[str] = "company_started"


class CompanyEdited(_AboutCompany):
    kind: ClassVar[str] = "company_edited"


class CompanyLeft(_AboutCompany):
    kind: ClassVar[str] = "company_left"


class CompanyReturned(_AboutCompany):
    kind: ClassVar[str] = "company_returned"


@dataclass(frozen=True, kw_only=True)
class RepresentativeBegun(Activity):
    """Somebody speaks for a company from now on. Nobody is notified: they were asked, and who asked knows."""

    kind: ClassVar[str] = "representative_begun"
    representative: Representative

    @property
    def subject(self) -> Representative:
        return self.representative

    def url(self) -> str:
        return reverse("company", args=[self.representative.company_id])

    def live_keys(self) -> Iterable[str]:
        return (f"company:{self.representative.company_id}",)


@dataclass(frozen=True, kw_only=True)
class RepresentativeEnded(RepresentativeBegun):
    """Somebody speaks for it no longer: the others who do are told, and where nobody is left, the consultants."""

    kind: ClassVar[str] = "representative_ended"

    def recipients(self) -> Iterable[Person]:
        company = self.representative.company
        present = Representative.objects.current().filter(company=company)
        told = Membership.objects.filter(represents__in=present)
        if not present.exists():
            told = Membership.objects.current().filter(network=company.network_id, role=Role.CONSULTANT)
        people = Person.objects.filter(pk__in=told.values("person_id"))
        return people.exclude(pk=self.actor.pk) if self.actor else people

    def sentence(self) -> str:
        return gettext("%(name)s does not speak for %(company)s any more.") % {
            "name": self.representative.membership.person.display_name,
            "company": self.representative.company.name,
        }
