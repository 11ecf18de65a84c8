"""What can be said about the line that closed a question. The question and its answers are posts (forums/care)."""

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
from company_network.sparring.models import Sparring
from company_network.sparring.operations import repaint
from company_network.sparring.policy import OUTCOME


def _network(sparring: Sparring, reporter: Person) -> int | None:
    return sparring.topic.board.space.network_id


def _by(person: Person, network_id: int, since: datetime) -> QuerySet[Sparring]:
    return Sparring.objects.filter(
        closed_by=person, closed_at__gte=since, topic__board__space__group__network=network_id
    )


def _follow(sparring: Sparring) -> None:
    """The question is found by what the line says now, and open pages show it."""
    repaint(sparring)
    transaction.on_commit(lambda: live.announce([f"topic:{sparring.pk}"]))


SPARRING_OUTCOME = SubjectKind(
    name=OUTCOME,
    model=Sparring,
    visible_to=lambda person: Sparring.objects.visible_to(person).exclude(closed_at=None),
    author=lambda sparring: sparring.closed_by,
    space=lambda sparring: sparring.topic.board.space,
    url=lambda sparring: reverse("topic", args=[sparring.pk]),
    words=lambda sparring: sparring.outcome,
    live_keys=lambda sparring: (f"topic:{sparring.pk}",),
    select_related=("closed_by", "topic__board__space__group__network"),
    care=Care(
        noun=_("a line about what was done"),
        network=_network,
        passages=lambda sparring: [(sparring.topic.title, said_by_itself(OUTCOME, sparring, "outcome"))],
        hide=hiding_of(OUTCOME, Sparring, {"outcome": lambda: gettext("Something is hidden here.")}, _follow),
        is_hidden=lambda sparring: is_put_aside(OUTCOME, sparring.pk),
        hides_names=lambda thing: True,
        changed_at=lambda sparring: sparring.outcome_changed_at or sparring.closed_at,
        by=_by,
    ),
)
