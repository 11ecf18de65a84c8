"""Things of the world that the rows of several rooms are about."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from community import clock
from community.meetings.operations import open_meeting
from community.roles import GroupKind
from tests.personas import World


def the_topic(world: World) -> int:
    return world.topic.pk  # type: ignore[attr-defined]


def words(world: World) -> dict[str, Any]:
    return {"body": "Et svar", "client_uuid": uuid4()}


def story_post(world: World) -> int:
    return world.topic.posts.get(position=0).pk  # type: ignore[attr-defined]


def just_told(world: World) -> int:
    """The story, as in the moments in which it can be undone."""
    story = world.topic.posts.filter(position=0)  # type: ignore[attr-defined]
    story.update(created_at=clock.now())
    return story.get().pk


def companies(world: World) -> Any:
    return world.group(world.roskilde, GroupKind.COMPANY_NETWORK).space


def a_meeting(world: World) -> int:
    """One of Torsdagsholdet, in a place that nobody else hears of."""
    starts_at = clock.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=7)
    place = "Kanariefuglen synger i baglokalet"
    return open_meeting(actor=None, group=world.torsdagsholdet, starts_at=starts_at, place=place).pk


def torsdagsholdet(world: World) -> int:
    return world.torsdagsholdet.pk


def roskilde(world: World) -> int:
    return world.roskilde.pk


def unknown(world: World) -> str:
    return "unknown"
