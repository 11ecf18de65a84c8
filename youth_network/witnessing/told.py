"""How letters are told to people: in the app, and by mail."""

from django.utils.translation import gettext_lazy as _

from community.notifications.kinds import Kind, Mail
from forums.topics.models import Post
from youth_network.witnessing.activity import TopicWitnessed

TOPIC_WITNESSED = Kind(
    activity=TopicWitnessed,
    label=_("Somebody writes me a letter (bevidning)"),
    visible_to=lambda person: Post.objects.visible_to(person),
    retell=lambda post: TopicWitnessed(actor=post.author, post=post),
    space=lambda post: post.topic.board.space,
    select_related=("author", "topic__board__space__group", "topic__board__space__network"),
    mail=Mail(subject=_("A letter for you")),
)
