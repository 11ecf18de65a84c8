"""What sparring adds to the page of its topic and to lists: how the question stands."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.people.models import Person
from community.permissions import MemberRequest
from company_network.sparring.forms import OutcomeForm
from company_network.sparring.models import Sparring
from company_network.sparring.policy import can_close_sparring
from forums.topics.models import Post, Topic, TopicKind


@dataclass(frozen=True)
class State:
    """How a question stands, in words."""

    sparring: Sparring
    #: Whether somebody else than its asker has answered.
    answered: bool

    @property
    def company(self) -> str:
        return self.sparring.company.name if self.sparring.company else ""

    @property
    def open_for(self) -> str:
        """How long it is open yet, or that its week is over."""
        if self.sparring.is_closed:
            return _("closed")
        days = self.sparring.days_left
        if days:
            return ngettext("open for %(days)s more day", "open for %(days)s more days", days) % {"days": days}
        if self.sparring.is_archived:
            return _("in the archive")
        return _("the week is over")

    @property
    def answers(self) -> str:
        """Whether anybody answered; nothing where it is only an archive's matter."""
        if self.answered or self.sparring.is_archived:
            return ""
        return _("Nobody has answered yet.")


def questions(person: Person) -> Any:
    """What the person sees, with what a row of a list shows. Those that were taken back are gone."""
    return (
        Sparring.objects.visible_to(person)
        .asked()
        .with_answered()
        .select_related("topic__author", "company", "topic__board__space__group")
    )


def state_of(sparring: Sparring) -> State:
    return State(sparring, sparring.answered)  # type: ignore[attr-defined]


def read_state(request: MemberRequest, topic: Topic, posts: list[Post]) -> dict[str, Any]:
    """For the topic's page: its state, and the one line for whoever may say it."""
    if topic.kind != TopicKind.SPARRING:
        return {}
    found = Sparring.objects.with_answered().select_related("company", "closed_by").filter(pk=topic.pk).first()
    if found is None:
        return {}
    found.topic = topic
    may_close = can_close_sparring(request.user, found)
    form = OutcomeForm(initial={"outcome": found.outcome}) if may_close else None
    return {"sparring": state_of(found), "outcome_form": form}
