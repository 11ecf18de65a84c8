"""What can be said about posts, and what a consultant can do with one."""

from dataclasses import replace
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from community.people.models import Person
from community.plain_text import shorten
from community.subjects import Care, Nearby, in_its_network
from forums.care.hiding import close_topic_of, hide_post, lock_post, move_topic_of, names_are_hidden, places_of
from forums.care.telling import tell_of
from forums.topics.models import Post
from forums.topics.reply_looks import looks
from forums.topics.subjects import POST as POST_WITHOUT
from forums.writing.wording import wordings

#: Posts before and after, and how much of each.
BEFORE, AFTER, SHOWN = 2, 2, 400


def _passages(post: Post) -> list[tuple[str, str]]:
    wording = wordings[post.kind]
    return [(str(label), str(words)) for label, words in wording.parts(wording.read(post)) if label or words]


def _words(post: Post) -> str:
    look = looks.get(post.kind)
    return post.body or (look.words(post) if look else "")


def _around(post: Post) -> list[Nearby]:
    """The topic it stands in, and what was said right before and after it. Nothing else that is hidden: a deputy and a
    psychologist look at this one thing."""
    others = (
        Post.objects.filter(topic=post.topic_id, removed_at=None, hidden_at=None)
        .exclude(pk=post.pk)
        .select_related("author")
    )
    story = others.filter(position=0).first()
    before = list(others.filter(position__range=(1, post.position)).order_by("-position")[:BEFORE])
    after = list(others.filter(position__gt=post.position).order_by("position")[:AFTER])
    shown = [*([story] if story else []), *reversed(before), *after]
    return [
        Nearby(
            one.author.display_name,
            shorten(" ".join(filter(None, (post.topic.title if not one.position else "", _words(one)))), SHOWN),
            one.created_at,
        )
        for one in shown
    ]


def _by(person: Person, network_id: int, since: datetime) -> "QuerySet[Post]":
    theirs = Post.objects.filter(author=person, topic__board__space__network=network_id)
    return theirs.filter(created_at__gte=since, removed_at=None)


POST = replace(
    POST_WITHOUT,
    care=Care(
        noun=_("something on the board"),
        network=in_its_network(POST_WITHOUT.space),
        passages=_passages,
        around=_around,
        lock=lock_post,
        hide=hide_post,
        tell=tell_of,
        is_hidden=lambda post: post.hidden_at is not None,
        changed_at=lambda post: post.edited_at,
        hides_names=names_are_hidden,
        close=close_topic_of,
        closes=lambda post: post.position == 0,
        is_closed=lambda post: post.topic.closed_at is not None,
        places=places_of,
        move=move_topic_of,
        by=_by,
    ),
)
