"""Who speaks for a workplace, and who is its contact. The page itself is the workplace's, whoever wrote it."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community import clock
from community.holders import BOTH, NEITHER, Entry, Fate, Holder, Way
from community.people.models import Person
from company_network.companies.models import Company, Representative


def _entries(person: Person) -> Iterable[Entry]:
    spoke = Representative.objects.filter(membership__person=person).select_related("company").order_by("began_at")
    for representative in spoke:
        yield Entry(
            title=representative.company.name,
            at=representative.began_at,
            words=_("You speak for this workplace") if representative.ended_at is None else _("You spoke for it"),
            data={"company": representative.company_id, "until": representative.ended_at},
        )
    for company in Company.objects.filter(contact=person).order_by("pk"):
        yield Entry(
            title=company.name,
            words=_("You are its contact"),
            facts=((_("Telephone on its page"), company.contact_phone),) if company.contact_phone else (),
            data={"company": company.pk, "contact_phone": company.contact_phone},
        )
    for company in Company.objects.filter(made_by=person).order_by("made_at"):
        yield Entry(
            title=company.name,
            at=company.made_at,
            words=_("You opened its page"),
            data={"company": company.pk},
        )


def _fates(person: Person) -> Iterable[Fate]:
    if count := Company.objects.filter(contact=person).count():
        yield Fate(count=count, words=_("That you are a workplace's contact, with the number on its page"), goes=BOTH)
    if count := Representative.objects.filter(membership__person=person, ended_at=None).count():
        yield Fate(count=count, words=_("That you speak for a workplace"), goes=BOTH)
    written = Company.objects.filter(made_by=person).count()
    written += Representative.objects.filter(membership__person=person).values("company").distinct().count()
    if written:
        yield Fate(count=written, words=_("The workplace's page and what it says: it is the workplace's"), goes=NEITHER)


def _leave(person: Person, way: Way) -> None:
    with transaction.atomic():
        Representative.objects.filter(membership__person=person, ended_at=None).update(ended_at=clock.now())
    for pk in list(Company.objects.filter(contact=person).values_list("pk", flat=True)):
        with transaction.atomic():
            company = Company.objects.select_for_update(of=("self",)).get(pk=pk)
            company.contact, company.contact_phone = None, ""
            company.version += 1
            company.save(update_fields=["contact", "contact_phone", "version"])


WORKPLACES = Holder(
    name="workplaces",
    title=gettext_lazy("Workplaces"),
    place=12,
    models=("company_network.Company", "company_network.Representative"),
    entries=_entries,
    fates=_fates,
    leave=_leave,
)
