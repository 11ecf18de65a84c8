"""What happens to enquiries. Never who wrote or what."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext

from community.activity.record import Activity
from community.membership.models import Membership
from community.people.models import Person
from community.roles import Role
from home.enquiries.models import Enquiry


@dataclass(frozen=True, kw_only=True)
class _AboutEnquiry(Activity):
    enquiry: Enquiry

    @property
    def subject(self) -> Enquiry:
        return self.enquiry

    def url(self) -> str:
        return reverse("enquiry", args=[self.enquiry.pk])


@dataclass(frozen=True, kw_only=True)
class EnquirySent(_AboutEnquiry):
    """Somebody wrote: the editors are told, and the consultants of the municipality that was chosen."""

    kind: ClassVar[str] = "enquiry_sent"

    def recipients(self) -> Iterable[Person]:
        editors = Q(groups__permissions__codename="view_enquiry", groups__permissions__content_type__app_label="home")
        consultants = Membership.objects.current().filter(role=Role.CONSULTANT, network=self.enquiry.network_id)
        found = Person.objects.filter(is_active=True)
        if self.enquiry.network_id is None:
            return found.filter(editors).distinct()
        return found.filter(editors | Q(pk__in=consultants.values("person"))).distinct()

    def sentence(self) -> str:
        return gettext("Somebody has written to us through the site")


@dataclass(frozen=True, kw_only=True)
class EnquiryAnswered(_AboutEnquiry):
    kind: ClassVar[str] = "enquiry_answered"


@dataclass(frozen=True, kw_only=True)
class EnquiryTakenUpAgain(_AboutEnquiry):
    kind: ClassVar[str] = "enquiry_taken_up_again"


@dataclass(frozen=True, kw_only=True)
class EnquiryErased(_AboutEnquiry):
    kind: ClassVar[str] = "enquiry_erased"
