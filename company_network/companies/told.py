"""How what happened to companies is told to people: in the app, and by mail."""

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from community.notifications.kinds import Kind, Mail
from community.people.models import Person
from company_network.companies.activity import RepresentativeEnded
from company_network.companies.models import Company, Representative


def _seen_by(person: Person) -> QuerySet[Representative]:
    """Those who speak for it again, since it was taken back, are no news."""
    again = Representative.objects.filter(ended_at=None, company=OuterRef("company"), membership=OuterRef("membership"))
    return Representative.objects.filter(~Exists(again), company__in=Company.objects.visible_to(person))


REPRESENTATIVE_ENDED = Kind(
    activity=RepresentativeEnded,
    label=_("Somebody does not speak for our company any more"),
    visible_to=_seen_by,
    retell=lambda one: RepresentativeEnded(actor=None, representative=one),
    select_related=("company", "membership__person"),
    thread=lambda one: f"company:{one.company_id}",
    mail=Mail(
        subject=_("News of who speaks for a company"),
        general=_("Somebody does not speak for a company of the network any more."),
    ),
)
