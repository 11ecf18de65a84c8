"""Who may do what with a topic."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet

from community import clock
from community.people.models import Person
from community.permissions import is_staff_of, paused_until
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


#: What more an answer asks for, by the kind of topic. Rooms above register theirs in AppConfig.ready().
reply_rules: dict[str, Callable[[Person, Topic], bool]] = {}


def _seen(person: Person, topic: int) -> QuerySet[Any, Any]:
    return Topic.objects.visible_to(person).filter(pk=topic).values_list("pk")


def can_read(person: Person, topic: Topic) -> bool:
    return bool(asked_for_rows(_seen, person, topic=topic.pk))


def _takes_answers_of(person: Person, topic: Topic) -> bool:
    """Neither a consultant has closed it, nor the rule of its kind, nor a pause of the person's."""
    rule = reply_rules.get(topic.kind)
    return topic.closed_at is None and paused_until(person) is None and (rule is None or rule(person, topic))


def can_reply(person: Person, topic: Topic) -> bool:
    """Whoever sees a topic may answer it, where it takes answers of theirs."""
    return can_read(person, topic) and _takes_answers_of(person, topic)


def kinds_open_to(person: Person, topic: Topic, space: Space) -> tuple[PostKind, ...]:
    """What the person may answer with. The teller may always answer; only youths' boards ask what is wanted. Nothing
    where the topic takes no answers of theirs."""
    if not _takes_answers_of(person, topic):
        return ()
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
