"""How what happened to topics is told to people: in the app, and by mail."""

from collections.abc import Callable
from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from community.notifications.kinds import Kind, Mail
from forums.topics.activity import FollowedTopicAnswered, ReplyPosted, TopicPosted
from forums.topics.models import Post

#: Called with a post that quotes, for its words as they may be told: hidden ones are left out (forums/care).
tellable: list[Callable[[Post], str]] = []


def words_told(post: Post) -> str:
    """The words of a post as they may be told to its readers."""
    words = post.body
    if "<blockquote>" in post.html:
        for telling in tellable:
            words = telling(post)
    return words


def said_in(post: Post) -> str:
    """The words of a post, and in words what else came with it: a mail shows no pictures."""
    words = words_told(post)
    lines = [words] if words else []
    for file in post.attachments:
        what = _("A voice clip") if file["kind"] == "voice" else _("A picture")
        lines.append(f"[{what}: {file['description']}]" if file["description"] else f"[{what}]")
    return "\n".join(lines)


REPLY_POSTED = Kind(
    activity=ReplyPosted,
    label=_("Somebody answers where I told or answered something"),
    visible_to=Post.objects.visible_to,
    retell=lambda post: ReplyPosted(actor=post.author, post=post),
    space=lambda post: post.topic.board.space,
    readers=lambda post: post.topic.readers(),
    thread=lambda post: f"topic:{post.topic_id}",
    select_related=("author", "topic__board__space__group", "topic__board__space__network"),
    mail=Mail(
        subject=_("A new answer in the company network"),
        general=_("Somebody has answered where you told or answered something."),
        words=said_in,
    ),
)

FOLLOWED_TOPIC_ANSWERED = replace(
    REPLY_POSTED,
    activity=FollowedTopicAnswered,
    label=_("Somebody answers in a topic I follow"),
    retell=lambda post: FollowedTopicAnswered(actor=post.author, post=post),
    mail=Mail(
        subject=_("A new answer in the company network"),
        general=_("Somebody has answered in a topic you follow."),
        words=said_in,
    ),
)

TOPIC_POSTED = replace(
    REPLY_POSTED,
    activity=TopicPosted,
    label=_("Somebody tells something new on a board that I follow"),
    retell=lambda post: TopicPosted(actor=post.author, post=post),
    mail=Mail(
        subject=_("Something new in the company network"),
        general=_("Somebody has told something new on a board you follow."),
        words=said_in,
    ),
)
