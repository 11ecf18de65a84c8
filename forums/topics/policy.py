"""Who may do what with a topic."""

from community.people.models import Person
from community.spaces.models import Space
from forums.topics.models import PostKind, Topic, Wish

#: What the others may answer with, by what the teller wants. Bevidning is always open: it asks nothing of the teller.
KINDS_FOR_WISH: dict[str, tuple[PostKind, ...]] = {
    Wish.LISTEN: (PostKind.WITNESS,),
    Wish.TRIED: (PostKind.EXPERIENCE, PostKind.WITNESS),
    Wish.ADVICE: (PostKind.EXPERIENCE, PostKind.ADVICE, PostKind.WITNESS),
}


def can_reply(person: Person, topic: Topic) -> bool:
    """Whoever sees a topic may answer it."""
    return Topic.objects.visible_to(person).filter(pk=topic.pk).exists()


def kinds_open_to(person: Person, topic: Topic, space: Space) -> tuple[PostKind, ...]:
    """What the person may answer with. The teller may always answer; only youths' boards ask what is wanted."""
    if topic.author_id == person.pk or not space.for_youths:
        return (PostKind.ANSWER,)
    return KINDS_FOR_WISH[topic.wish]
