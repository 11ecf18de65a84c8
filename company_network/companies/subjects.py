"""What hangs on a company's page, and how it is found."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from community import clock, live
from community.moderation.holding import author_changed
from community.people.models import Person
from community.permissions import memberships
from community.roles import Role, SpaceKind
from community.search.sources import Document, Source
from community.spaces.models import Space
from community.subjects import Care, SubjectKind
from company_network.companies.models import Company, Representative


def network_reach(network_id: int) -> str:
    """Everybody in the network may find it, also those who do not read the companies' own space."""
    return f"network:{network_id}"


def network_reaches_of(person: Person) -> list[str]:
    held = [m.network_id for m in memberships(person) if m.role != Role.PROGRAMME and m.network_id]
    return [network_reach(network_id) for network_id in held]


def document_of(company: Company, *, kind: str, at: datetime, title: str, said: Iterable[str]) -> Document:
    """What everybody in the company's network finds: by its title, and by all that it says."""
    companies = Space.objects.values_list("pk", flat=True)
    return Document(
        space_id=companies.get(network_id=company.network_id, kind=SpaceKind.COMPANY),
        reach=network_reach(company.network_id),
        kind=kind,
        author_id=None,
        at=at,
        title=title,
        body="\n".join(filter(None, said)),
    )


def _keep(pk: int, name: str, value: Any) -> None:
    if name == "attachments":
        Company.objects.filter(pk=pk).update(attachments=value)


def speaks_first(company: Company) -> Person | None:
    """Who has spoken for the company longest: told of what is done about its page."""
    speaks = Representative.objects.current().filter(company=company).select_related("membership__person")
    first = speaks.order_by("began_at", "pk").first()
    return first.membership.person if first else None


def _passages(company: Company) -> list[tuple[str, str]]:
    said = [(company.name, company.about), (gettext("A day with us"), company.day)]
    tries = [(gettext("You can try"), "\n".join(company.tries))] if company.tries else []
    return [(label, words) for label, words in (*said, *tries) if words or label == company.name]


def _locked(pk: int) -> Company:
    return Company.objects.select_for_update(of=("self",)).get(pk=pk)


def _hide(pk: int, hidden: bool) -> None:
    company = _locked(pk)
    if (company.hidden_at is not None) == hidden:
        return
    company.hidden_at = clock.now() if hidden else None
    company.save(update_fields=["hidden_at"])
    keys = [f"company:{pk}"]
    transaction.on_commit(lambda: live.ask_again(keys))
    transaction.on_commit(lambda: live.announce(keys))


def look_at_it_again(company: Company) -> None:
    """Called with each company that changed: a page that is hidden waits to be looked at again."""
    if company.hidden_at is not None:
        author_changed(COMPANY.name, company.pk)


def _network(company: Company, reporter: Person) -> int | None:
    return company.network_id


COMPANY = SubjectKind(
    name="company",
    model=Company,
    visible_to=lambda person: Company.objects.visible_to(person),
    author=lambda company: None,
    space=lambda company: None,
    url=lambda company: reverse("company", args=[company.pk]),
    words=lambda company: company.name,
    live_keys=lambda company: (f"company:{company.pk}",),
    select_related=("network", "trade"),
    keep=_keep,
    care=Care(
        noun=_("a company's page"),
        network=_network,
        concerns=speaks_first,
        passages=_passages,
        lock=_locked,
        hide=_hide,
        is_hidden=lambda company: company.hidden_at is not None,
        hides_names=lambda thing: True,
        changed_at=lambda company: company.changed_at if company.version > 1 else None,
    ),
)


def _things() -> QuerySet[Company]:
    return Company.objects.select_related("trade")


def _document(company: Company) -> Document | None:
    if company.left_at:
        return None
    said = [company.trade.name, company.about, *company.tries, company.day, company.address]
    return document_of(company, kind="company", at=company.changed_at, title=company.name, said=said)


COMPANIES = Source(
    name="company",
    kinds={"company": _("Company")},
    things=_things,
    document=_document,
    heading=lambda company: company.name,
)
