"""What can be said about a line on how it went elsewhere. The practice itself is a post (forums/care)."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from community import live
from community.asides.operations import hiding_of, is_put_aside, said_by_itself
from community.people.models import Person
from community.subjects import Care, SubjectKind
from company_network.practices.models import TriedHere

NAME = "tried_here"


def _network(tried: TriedHere, reporter: Person) -> int | None:
    return tried.company.network_id


def _by(person: Person, network_id: int, since: datetime) -> "QuerySet[TriedHere]":
    return TriedHere.objects.standing().filter(person=person, company__network=network_id, at__gte=since)


def _pages_show_it(tried: TriedHere) -> None:
    transaction.on_commit(lambda: live.announce([f"practice:{tried.practice_id}"]))


TRIED_HERE = SubjectKind(
    name=NAME,
    model=TriedHere,
    visible_to=lambda person: TriedHere.objects.visible_to(person),
    author=lambda tried: tried.person,
    space=lambda tried: None,
    url=lambda tried: reverse("topic", args=[tried.practice_id]) + "#tried",
    words=lambda tried: tried.line,
    live_keys=lambda tried: (f"practice:{tried.practice_id}",),
    select_related=("person", "company__network", "practice__topic"),
    care=Care(
        noun=_("a line about how it went"),
        network=_network,
        passages=lambda tried: [(tried.company.name, said_by_itself(NAME, tried, "line"))],
        hide=hiding_of(NAME, TriedHere, {"line": lambda: gettext("Something is hidden here.")}, _pages_show_it),
        is_hidden=lambda tried: is_put_aside(NAME, tried.pk),
        hides_names=lambda thing: True,
        changed_at=lambda tried: tried.changed_at,
        by=_by,
    ),
)
