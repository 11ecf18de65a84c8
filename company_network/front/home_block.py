"""The home of a company: what is in it for me today. A colleague's question first, then what others have tried, whom
to ring, and who sees it; and the consultants' part of it: the questions that nobody has answered.

One question of the database for each block, however much there is.
"""

from typing import Any

from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from community import clock
from community.membership.models import Membership
from community.people.models import Person
from community.permissions import has_role, memberships
from community.roles import Role
from community.since_last.blocks import Block
from community.spaces.models import Space
from company_network.companies.models import companies_of
from company_network.front.blocks import cards, main_blocks, side_blocks
from company_network.sparring.models import PASSED_ON_AFTER
from company_network.sparring.page import questions, state_of
from forums.topics.models import Topic, TopicKind

#: Open questions of others below the first, own ones to close, and practice below the card.
MORE_QUESTIONS = 3
OWN_QUESTIONS = 2
MORE_PRACTICE = 3


def is_company(person: Person) -> bool:
    return has_role(person, Role.COMPANY)


def _networks(person: Person, role: Role) -> list[int | None]:
    return [membership.network_id for membership in memberships(person) if membership.role == role]


def greeting(request: HttpRequest) -> str | None:
    """The heading of the home, by the hour."""
    person: Person = request.user  # type: ignore[assignment]
    if not is_company(person):
        return None
    name, hour = {"name": person.display_name.split()[0]}, timezone.localtime(clock.now()).hour
    if hour < 10:
        return _("Good morning, %(name)s") % name
    return (_("Good day, %(name)s") if hour < 18 else _("Good evening, %(name)s")) % name


def question_block(request: HttpRequest) -> Block | None:
    """Open questions of the others, the one that has waited longest without an answer as the big thing; and one's own
    whose week is over or that somebody has answered, to be closed."""
    person: Person = request.user  # type: ignore[assignment]
    if not is_company(person):
        return None
    found = questions(person).taking_answers().order_by("answered", "topic__created_at", "pk")
    states = [state_of(one) for one in found[:50]]
    others = [state for state in states if state.sparring.topic.author_id != person.pk]
    own = [state for state in states if state.sparring.topic.author_id == person.pk]
    to_close = [state for state in own if state.answered or not state.sparring.days_left]
    context = {
        "first": others[0] if others else None,
        "more": others[1 : 1 + MORE_QUESTIONS],
        "to_close": to_close[:OWN_QUESTIONS],
    }
    return Block("company_network/front/_question.html", context)


def _practice(request: HttpRequest) -> list[Topic]:
    """The newest practice of others in one's networks, read once for the page and its side."""
    if not hasattr(request, "_practice_of_front"):
        person: Person = request.user  # type: ignore[assignment]
        card = cards.get(TopicKind.PRACTICE)
        found = (
            Topic.objects.visible_to(person)
            .filter(
                board__space__in=Space.objects.visible_to(person),
                board__space__network__in=_networks(person, Role.COMPANY),
                kind=TopicKind.PRACTICE,
            )
            .exclude(author=person)
            .select_related("author", *(card.select_related if card else ()))
            .order_by("-created_at", "-pk")
        )
        request._practice_of_front = list(found[: 1 + MORE_PRACTICE])  # type: ignore[attr-defined]
    return request._practice_of_front  # type: ignore[attr-defined]


def practice_block(request: HttpRequest) -> Block | None:
    """The newest practice, whole where its room says how it is drawn."""
    person: Person = request.user  # type: ignore[assignment]
    if not is_company(person) or not (found := _practice(request)):
        return None
    card = cards.get(TopicKind.PRACTICE)
    return Block("company_network/front/_practice.html", {"topic": found[0], "card": card.template if card else ""})


def registered_block(request: HttpRequest) -> Block | None:
    """What the other rooms have for the page of a company."""
    return _gathered(request, main_blocks)


def tried_block(request: HttpRequest) -> Block | None:
    """Practice below the newest, by its title."""
    person: Person = request.user  # type: ignore[assignment]
    if not is_company(person) or not (found := _practice(request)[1:]):
        return None
    return Block("company_network/front/_tried.html", {"topics": found})


def contact_block(request: HttpRequest) -> Block | None:
    """The consultant whom one's workplace rings, while they are one of the network."""
    person: Person = request.user  # type: ignore[assignment]
    if not is_company(person):
        return None
    present = Membership.objects.current().filter(
        person=OuterRef("contact"), network=OuterRef("network"), role=Role.CONSULTANT
    )
    companies = list(companies_of(person).filter(Exists(present)).select_related("contact", "network"))
    return Block("company_network/front/_contact.html", {"companies": companies}) if companies else None


def who_sees_block(request: HttpRequest) -> Block | None:
    person: Person = request.user  # type: ignore[assignment]
    if not is_company(person):
        return None
    return Block("company_network/front/_who_sees.html")


def registered_side_block(request: HttpRequest) -> Block | None:
    return _gathered(request, side_blocks)


def waiting_block(request: HttpRequest) -> Block | None:
    """For consultants: what no company has answered for days. They know whom to ask."""
    person: Person = request.user  # type: ignore[assignment]
    networks = _networks(person, Role.CONSULTANT)
    if not networks:
        return None
    long_ago = clock.now() - PASSED_ON_AFTER
    found = (
        questions(person)
        .taking_answers()
        .filter(answered=False, topic__created_at__lte=long_ago, topic__board__space__network__in=networks)
    )
    states = [state_of(one) for one in found.order_by("topic__created_at", "pk")[:MORE_QUESTIONS]]
    return Block("company_network/front/_waiting.html", {"states": states}) if states else None


def _gathered(request: HttpRequest, makers: Any) -> Block | None:
    if not is_company(request.user):  # type: ignore[arg-type]
        return None
    blocks = [block for make in makers if (block := make(request))]
    return Block("company_network/front/_blocks.html", {"blocks": blocks}) if blocks else None
