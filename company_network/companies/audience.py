"""Who of a network is told of what companies write to one another."""

from django.db.models import Q, QuerySet

from community.membership.models import Membership
from community.people.models import Person
from community.roles import Role
from forums.reading.models import BoardReading, Following, TopicReading
from forums.topics.models import Post


def holders(post: Post, role: Role) -> QuerySet[Person]:
    """Those who hold the role in the post's network now, without its author."""
    present = Membership.objects.current().filter(role=role, network_id=post.topic.board.space.network_id)
    return Person.objects.filter(pk__in=present.values("person_id")).exclude(pk=post.author_id)


def companies_told(post: Post) -> QuerySet[Person]:
    """The other representatives of the network, without those who asked for quiet on the board or of the topic."""
    quiet = BoardReading.objects.filter(board=post.topic.board_id, following=Following.MUTE)
    quiet_here = TopicReading.objects.filter(topic=post.topic_id, following=Following.MUTE)
    unwanted = Q(pk__in=quiet.values("person_id")) | Q(pk__in=quiet_here.values("person_id"))
    return holders(post, Role.COMPANY).exclude(unwanted)
