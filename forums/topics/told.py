"""How what happened to topics is told to people: in the app, and by mail."""

from django.utils.translation import gettext_lazy as _

from community.notifications.kinds import Kind, Mail
from forums.topics.activity import ReplyPosted
from forums.topics.models import Post

REPLY_POSTED = Kind(
    activity=ReplyPosted,
    label=_("Somebody answers where I told or answered something"),
    visible_to=lambda person: Post.objects.visible_to(person),
    retell=lambda post: ReplyPosted(actor=post.author, post=post),
    space=lambda post: post.topic.board.space,
    select_related=("author", "topic__board__space__group", "topic__board__space__network"),
    mail=Mail(subject=_("A new answer in the company network"), words=lambda post: post.body),
)
