"""A topic's life at the meetings: what stands on its page for those who see the group that talked about it."""

from typing import Any

from django.db.models import QuerySet

from community.people.models import Person
from community.permissions import MemberRequest
from community.prepared import asked
from community.spaces.models import Space
from forums.topics.models import Post, Topic
from youth_network.agendas.from_topics import groups_for
from youth_network.agendas.models import Outcome, Placement
from youth_network.agendas.page import on_day
from youth_network.live_meetings.models import Agreement
from youth_network.minutes.page import minutes_used

#: What is no part of a topic's life: it was taken back, or lies on a later table.
LEFT_OUT = (Outcome.WITHDRAWN, Outcome.CARRIED, Outcome.TAKEN_DOWN)


def _question_of_places(person: Person, topic: int) -> "QuerySet[Placement]":
    seen = Space.objects.visible_to(person).filter(group__isnull=False).values("group_id")
    places = Placement.objects.filter(item__topic=topic, item__group__in=seen).exclude(outcome__in=LEFT_OUT)
    return places.select_related("agenda__meeting__group", "item").order_by("agenda__meeting__starts_at", "pk")


def life_of(request: MemberRequest, topic: Topic, posts: list[Post]) -> dict[str, Any]:
    """Where a youths' topic lies or lay on agendas, with what came of it, and on which the reader may put it.

    One query, and one more where it was talked about."""
    if not topic.board.space.for_youths:
        return {"topic_life": [], "agenda_ways": []}
    life: list[dict[str, Any]] = [
        {
            "place": place,
            "on": on_day(place.agenda.meeting.starts_at),
            "group": place.agenda.meeting.group.name,
            "waits": place.outcome == Outcome.WAITING,
            "used": minutes_used(place),
            "over": place.agenda.ended_at is not None,
            "agreements": [],
        }
        for place in asked(_question_of_places, request.user, topic=topic.pk)
    ]
    discussed = {entry["place"].pk: entry for entry in life if not entry["waits"]}
    if discussed:
        for agreement in Agreement.objects.filter(placement__in=list(discussed)).order_by("pk"):
            discussed[agreement.placement_id]["agreements"].append(agreement.what)
    lying = {entry["place"].item.group_id for entry in life if entry["waits"]}
    ways = [group for group in groups_for(request.user, topic) if group.pk not in lying]
    return {"topic_life": life, "agenda_ways": ways}
