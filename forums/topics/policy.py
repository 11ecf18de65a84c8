"""Who may do what with a topic."""

from community.people.models import Person
from forums.topics.models import Topic


def can_reply(person: Person, topic: Topic) -> bool:
    """Whoever sees a topic may answer it."""
    return Topic.objects.visible_to(person).filter(pk=topic.pk).exists()
