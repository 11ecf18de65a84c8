"""How it is told to people that somebody named them: in the app, and by mail."""

from django.utils.translation import gettext_lazy as _

from community.notifications.kinds import Kind, Mail
from forums.mentions.activity import MentionPosted
from forums.topics.models import Post
from forums.topics.told import words_told

MENTION_POSTED = Kind(
    activity=MentionPosted,
    label=_("Somebody mentions me"),
    # Who is named no longer, since the author changed the words, reads no news of it.
    visible_to=lambda person: Post.objects.visible_to(person).filter(mentions__person=person.pk),
    retell=lambda post: MentionPosted(actor=post.author, post=post),
    space=lambda post: post.topic.board.space,
    readers=lambda post: post.topic.readers(),
    thread=lambda post: f"topic:{post.topic_id}",
    select_related=("author", "topic__board__space__group", "topic__board__space__network"),
    mail=Mail(
        subject=_("You are mentioned in the company network"),
        general=_("Somebody has mentioned you."),
        words=words_told,
    ),
)
