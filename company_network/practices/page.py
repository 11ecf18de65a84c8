"""What practice adds to the pages of topics and boards."""

from collections.abc import Callable
from typing import Any

from django.db.models import Exists, OuterRef

from community.permissions import MemberRequest, has_role
from community.roles import Role, SpaceKind
from company_network.companies.models import Company
from company_network.practices.forms import TriedForm
from company_network.practices.models import Practice, TriedHere
from company_network.practices.policy import can_propose_sharing, companies_to_try, reaches_for
from company_network.practices.related import related_to
from company_network.practices.wording import said_in_practice
from forums.topics.models import Post, Topic, TopicKind
from forums.topics.parts import Stance
from forums.topics.reply_looks import ReplyLook

LOOK = ReplyLook("company_network/practices/_practice.html", ("topic__practice",), said_in_practice)

#: Workplaces named on a page: the latest.
TRIES_SHOWN = 30


def tries_of(practice: Practice) -> dict[str, Any]:
    """Where it was tried, the latest first."""
    tries = practice.tries.standing().select_related("company").order_by("-at", "-pk")
    found = list(tries[: TRIES_SHOWN + 1])
    return {"practice": practice, "tries": found[:TRIES_SHOWN], "more_tries": len(found) > TRIES_SHOWN}


def practice_of(request: MemberRequest, topic: Topic, posts: list[Post]) -> dict[str, Any]:
    """What the page of a practice shows beside its words. Asked of practice alone."""
    if topic.kind != TopicKind.PRACTICE:
        return {}
    open_company = Company.objects.visible_to(request.user).filter(pk=OuterRef("company_id"))
    practice = (
        Practice.objects.select_related("company").annotate(company_is_open=Exists(open_company)).get(pk=topic.pk)
    )
    topic.practice = practice
    if topic.story is None:  # type: ignore[attr-defined]
        return {}
    own, said = [], []
    if topic.board.space.kind == SpaceKind.COMPANY and has_role(request.user, Role.COMPANY):
        own = companies_to_try(request.user, practice)
        said = list(TriedHere.objects.standing().filter(practice=practice, company__in=own).select_related("company"))
    return {
        **tries_of(practice),
        "own_companies": own,
        "own_tries": said,
        "tried_form": TriedForm(companies=own, initial={"line": said[0].line} if len(own) == 1 and said else None),
        "may_propose_sharing": topic.author_id != request.user.pk and can_propose_sharing(request.user, topic),
        "related": related_to(request.user, topic),
    }


def stands_to_practice(request: MemberRequest, topic: Topic, posts: list[Post]) -> Callable[[Post], Stance]:
    """Whose practice the story is, and the other reach that its keeper may choose."""
    nothing: Stance = {"firm": "", "other_reach": ""}
    if topic.kind != TopicKind.PRACTICE:
        return lambda post: nothing
    company = topic.practice.company
    others = [reach.value for reach in reaches_for(request.user, topic.board) if reach != topic.reach]
    story: Stance = {"firm": company.name if company else "", "other_reach": others[0] if others else ""}
    return lambda post: nothing if post.position else story
