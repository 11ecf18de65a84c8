"""A consultant proposes to an author that a practice be read across all networks."""

from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from community.asks.models import Ask
from community.asks.operations import ask_author
from community.asks.purposes import Purpose
from community.people.models import Person
from community.permissions import require
from community.roles import SpaceKind
from company_network.companies.models import Representative
from company_network.practices.operations import set_reach
from company_network.practices.policy import can_propose_sharing, reaches_for
from forums.topics.models import Reach, Topic, TopicKind

NAME = "share_practice_across"


def who_says_yes(topic: Topic) -> Person | None:
    """Its author, while they have a part in the network; then somebody who speaks for the company now."""
    if topic.author.is_active and reaches_for(topic.author, topic.board):
        return topic.author
    speak = Representative.objects.current().filter(company__practices=topic.pk).order_by("began_at", "pk")
    present = speak.select_related("membership__person").first()
    return present.membership.person if present else None


@transaction.atomic
def propose_sharing(*, actor: Person, topic: Topic) -> Ask:
    """Ask the author whether the practice may be read across all networks; they are told. Returns the question that
    now waits. Raises Refused for anybody but the network's consultants, where it is read across already, and after the
    author said no."""
    require(can_propose_sharing(actor, topic), _("You cannot ask for that here."))
    return ask_author(actor=actor, purpose=PURPOSE, subject=topic, place_id=topic.board_id)


def _across(topic: Topic) -> Reach:
    return Reach.ACROSS if topic.board.space.kind == SpaceKind.COMPANY else Reach.ACROSS_STAFF


def _may_ask(person: Person, topic: Any, board_id: int) -> bool:
    return topic.board_id == board_id and can_propose_sharing(person, topic)


def _share(ask: Ask, topic: Any) -> None:
    set_reach(actor=ask.author, topic=topic, reach=_across(topic))


def _who_sees(ask: Ask, topic: Any) -> str:
    return Topic(board=topic.board, reach=_across(topic)).who_sees()


PURPOSE = Purpose(
    name=NAME,
    model=Topic,
    visible_to=lambda person: Topic.objects.visible_to(person).filter(kind=TopicKind.PRACTICE),
    author=who_says_yes,
    may_ask=_may_ask,
    question=lambda ask, topic: (
        _("May “%(topic)s” be read by the other networks too, so that more can try it?") % {"topic": topic.title}
    ),
    who_sees=_who_sees,
    on_yes=_share,
    after_no=lambda ask, topic: _("It stays in the network this time. That is quite all right."),
    thing_url=lambda topic: reverse("topic", args=[topic.pk]),
    url=lambda ask: reverse("topic", args=[ask.subject_id]),
)
