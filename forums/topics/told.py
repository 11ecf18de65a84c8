"""How what happened to topics is told to people: in the app, and by mail."""

from django.utils.translation import gettext_lazy as _

from community.notifications.kinds import Kind, Mail
from forums.topics.activity import ReplyPosted
from forums.topics.models import Reply

REPLY_POSTED = Kind(
    activity=ReplyPosted,
    label=_("Somebody answers where I told or answered something"),
    visible_to=lambda person: Reply.objects.visible_to(person),
    retell=lambda reply: ReplyPosted(actor=reply.author, reply=reply),
    space=lambda reply: reply.topic.board.space,
    select_related=("author", "topic__board__space__group", "topic__board__space__network"),
    mail=Mail(subject=_("A new answer in the company network"), words=lambda reply: reply.body),
)
