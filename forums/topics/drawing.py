"""A post as it stands on a page, drawn once for all readers who stand to it alike.

A drawing is made from the post as it is now and from how the reader stands to it (own, saved, which words were given),
which the parts say in hashable values. Its template gets these and nothing of the request, so what one reader's page
left behind cannot hold anything of that reader. What is drawn already is found again by the same values; a post that
changed, a new day (times say "yesterday") or another language is another drawing, so nothing is ever out of date.
"""

import secrets
from collections.abc import Hashable
from functools import lru_cache
from typing import Any
from uuid import uuid4

from django.middleware.csrf import get_token
from django.template import Context
from django.template.loader import get_template, render_to_string
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from community import clock, forgetting
from community.permissions import MemberRequest
from forums.topics.forms import ReplyForm
from forums.topics.models import Post, PostKind, Topic
from forums.topics.parts import templates

#: Drawings that a process keeps: the posts of some hundred pages, about 2 kB each.
KEPT = 10_000


class _Drawing:
    """What a post looks like, by everything it is made from."""

    __slots__ = ("_hash", "context", "key", "template")

    def __init__(self, template: str, key: tuple[Hashable, ...], context: dict[str, Any]) -> None:
        self.template, self.key, self.context = template, key, context
        self._hash = hash(key)

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Drawing) and self.key == other.key

    def draw(self) -> SafeString:
        # The key outlives the page in the cache; what it was drawn from need not.
        context, self.context = self.context, {}
        return get_template(self.template).template.render(Context(context))  # type: ignore[attr-defined]


@lru_cache(maxsize=KEPT)
def _kept(drawing: _Drawing) -> SafeString:
    return drawing.draw()


forgetting.caches.append(_kept.cache_clear)


def _drawn(drawing: _Drawing) -> SafeString:
    forgetting.forget_those_who_left()
    return _kept(drawing)


def draw_row(topic: Topic, unread: bool, first_unread: int, folded: bool = False) -> SafeString:
    """The topic's row in a list, as it stands now and for those to whom it is new from there on; folded for those who
    keep its teller away."""
    key = (
        get_language(),
        timezone.localdate(clock.now()),
        topic.pk,
        topic.title,
        topic.kind,
        topic.reply_count,
        topic.last_activity_at,
        topic.author_id,
        topic.author.display_name,
        topic.author.portrait_shown,
        topic.last_author.display_name,
        repr(topic.tag_names),
        unread,
        first_unread,
        folded,
    )
    context = {"topic": topic, "unread": unread, "first_unread": first_unread, "folded": folded}
    return _drawn(_Drawing("forums/topics/_topic_row.html", key, context))


def draw_folded(drawing: SafeString, *, is_story: bool) -> SafeString:
    """The same, folded, for a reader who keeps its author away (forums/folding). Of a story the page's heading lies
    folded too, so that another one stands in for it."""
    return SafeString(render_to_string("forums/folding/_folded.html", {"drawing": drawing, "is_story": is_story}))


#: What differs from one empty composer to the next, as it stands in the one that is kept. Nobody can guess it.
_TOPIC, _UUID, _TOKEN = secrets.randbelow(10**17) + 10**17, uuid4(), secrets.token_hex(16)


def draw_composer(
    request: MemberRequest, topic: Topic, form: ReplyForm, kinds: tuple[PostKind, ...], html_id: str
) -> SafeString | None:
    """The composer of answers where nothing is in it yet, which looks alike on every page of a space; else None.

    Only the topic, the form token and the number that lets a form post once are put in for the page.
    """
    if form.is_bound or form.initial.keys() != {"client_uuid"} or not form.is_open:
        return None
    space = topic.board.space
    key = (get_language(), kinds, space.pk, topic.who_sees(), html_id)
    context = {
        "topic": Topic(pk=_TOPIC, board=topic.board, reach=topic.reach),
        "space": space,
        "kinds": kinds,
        "form": SimpleLazyObject(lambda: ReplyForm(kinds=kinds, initial={"client_uuid": _UUID})),
        "csrf_token": _TOKEN,
        "part_composer": templates("composer"),
        "id": html_id,
    }
    kept = str(_drawn(_Drawing("forums/topics/_composer.html", key, context)))
    kept = kept.replace(str(_TOPIC), str(topic.pk)).replace(str(_UUID), str(form.initial["client_uuid"]))
    return mark_safe(kept.replace(_TOKEN, get_token(request)))  # noqa: S308  (a template's own, and three numbers)


class Draughtsman:
    """Draws the posts of one page of one topic for one reader."""

    def __init__(self, request: MemberRequest, topic: Topic) -> None:
        self.request, self.topic = request, topic
        self.space = topic.board.space
        self.foot = templates("foot")
        self.page = (
            get_language(),
            timezone.localdate(clock.now()),
            topic.pk,
            topic.title,
            topic.kind,
            topic.wish,
            topic.author_id,
            topic.author.display_name,
            repr(topic.tag_names),
            topic.reach,
            self.space.kind,
        )

    def draw(
        self, post: Post, template: str, stance: dict[str, Hashable], *, personal: bool = False, **more: Hashable
    ) -> SafeString:
        """The post by this template, which reads `post`, `topic`, `space` and, by name, the values of `stance` and
        `more`. With `personal` it also gets the reader's form token, and is kept for nobody else."""
        values = {**stance, **more}
        context: dict[str, Any] = {
            "post": post,
            "topic": self.topic,
            "space": self.space,
            "part_foot": self.foot,
            **values,
        }
        if personal:
            own = {"csrf_token": get_token(self.request), "part_composer": templates("composer")}
            return _Drawing(template, (), context | own).draw()
        key = (
            template,
            post.pk,
            post.created_at,
            post.changed_at,
            post.removed_at,
            post.author.display_name,
            post.author.portrait_shown,
            self.page,
            tuple(values.values()),
        )
        return _drawn(_Drawing(template, key, context))
