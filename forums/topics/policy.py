"""Who may do what with a topic."""

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet

from community import clock
from community.people.models import Person
from community.permissions import is_staff_of
from community.prepared import asked_for_rows
from community.roles import Role
from community.spaces.models import Space
from forums.topics.models import PostKind, Topic, Wish

#: How long the youths have the first word (the programme's principle "many to many").
PEERS_FIRST_FOR = timedelta(hours=24)

#: What the others may answer with, by what the teller wants. Bevidning is always open: it asks nothing of the teller.
KINDS_FOR_WISH: dict[str, tuple[PostKind, ...]] = {
    Wish.LISTEN: (PostKind.WITNESS,),
    Wish.TRIED: (PostKind.EXPERIENCE, PostKind.WITNESS),
    Wish.ADVICE: (PostKind.EXPERIENCE, PostKind.ADVICE, PostKind.WITNESS),
}


def _seen(person: Person, topic: int) -> QuerySet[Any, Any]:
    return Topic.objects.visible_to(person).filter(pk=topic).values_list("pk")


def can_reply(person: Person, topic: Topic) -> bool:
    """Whoever sees a topic may answer it."""
    return bool(asked_for_rows(_seen, person, topic=topic.pk))


def kinds_open_to(person: Person, topic: Topic, space: Space) -> tuple[PostKind, ...]:
    """What the person may answer with. The teller may always answer; only youths' boards ask what is wanted."""
    if topic.author_id == person.pk or not space.for_youths:
        return (PostKind.ANSWER,)
    return KINDS_FOR_WISH[topic.wish]


def can_witness(person: Person, topic: Topic, space: Space) -> bool:
    """Somebody else's story on a youths' board can always be witnessed."""
    return PostKind.WITNESS in kinds_open_to(person, topic, space)


def should_peers_go_first(person: Person, topic: Topic, space: Space) -> bool:
    """Whether to ask a consultant if a youth should answer first: on a young topic of a youth's that no other youth
    has answered. It is a question and never forbids."""
    return (
        space.for_youths
        and is_staff_of(person, space.network_id)
        and topic.author_role == Role.YOUTH
        and clock.now() - topic.created_at < PEERS_FIRST_FOR
        and not topic.posts.filter(position__gt=0, author_role=Role.YOUTH, removed_at=None)
        .exclude(author_id=topic.author_id)
        .exists()
    )
