"""The composers whose words are kept. Rooms above register theirs in AppConfig.ready()."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from community.people.models import Person
from forums.boards.models import Board
from forums.drafts.models import Draft
from forums.topics.forms import SHORT_KINDS
from forums.topics.models import TOLD_KINDS, Post, PostKind, Topic, url_of
from forums.topics.policy import kinds_open_to
from forums.writing.policy import can_edit_post
from forums.writing.wording import wordings

Values = dict[str, list[str]]


@dataclass(frozen=True)
class Place:
    """What a draft hangs on."""

    board: Board
    topic: Topic | None = None
    post: Post | None = None


@dataclass(frozen=True, kw_only=True)
class DraftKind:
    #: Before the colon of the key. Lasting: rows name it.
    name: str
    #: The place with this number, where the person may write there now.
    find: Callable[[Person, int], Place | None]
    #: The page with the composer.
    url: Callable[[Draft], str]
    #: What it is, in a few words.
    title: Callable[[Draft], str]
    #: Fields that hold words; the others are choices and mean nothing alone.
    words: tuple[str, ...]
    #: The number of the key whose composer this post came from; None where it came from another.
    posted: Callable[[Post], int | None] = lambda post: None
    #: The fields as they stood when this post was sent.
    values_of: Callable[[Post], Values] = lambda post: {}


kinds: dict[str, DraftKind] = {}


def register(kind: DraftKind) -> None:
    kinds[kind.name] = kind


def parse(key: str) -> tuple[DraftKind, int] | None:
    """The kind and number that a key names; None for what is no key."""
    name, _colon, number = key.partition(":")
    if name not in kinds or not (number.isascii() and number.isdecimal()) or len(number) > 18:
        return None
    return kinds[name], int(number)


def place_of(person: Person, key: str) -> Place | None:
    parsed = parse(key)
    return parsed and parsed[0].find(person, parsed[1])


def says_something(kind: DraftKind, values: Values) -> bool:
    return any(text.strip() for name in (*kind.words, "files") for text in values.get(name, ()))


def first_line(draft: Draft) -> str:
    """The beginning of its words."""
    texts = (text.strip() for name in kinds[kind_name(draft)].words for text in draft.values.get(name, ()))
    return next((text.split("\n", 1)[0] for text in texts if text), "")


def kind_name(draft: Draft) -> str:
    return draft.key.partition(":")[0]


def words_of(post: Post) -> Values:
    """The words of a post as the fields of a form."""
    return {name: [str(text)] for name, text in wordings[post.kind].read(post).items()}


def _board(person: Person, number: int) -> Place | None:
    board = Board.objects.visible_to(person).filter(pk=number).first()
    return Place(board) if board else None


def topic_place(person: Person, number: int) -> Place | None:
    topic = Topic.objects.visible_to(person).select_related("board__space__group").filter(pk=number).first()
    return Place(topic.board, topic) if topic else None


def _post(person: Person, number: int) -> Post | None:
    posts = Post.objects.visible_to(person).select_related("topic__board__space__group", "author")
    return posts.filter(pk=number).first()


def _reply(person: Person, number: int) -> Place | None:
    place = topic_place(person, number)
    if not place or not place.topic:
        return None
    return place if set(SHORT_KINDS) & set(kinds_open_to(person, place.topic, place.board.space)) else None


def _letter(person: Person, number: int) -> Place | None:
    post = _post(person, number)
    if post is None or post.kind != PostKind.WITNESS or post.topic.author_id != person.pk:
        return None
    return Place(post.topic.board, post.topic, post)


def _edit(person: Person, number: int) -> Place | None:
    post = _post(person, number)
    return Place(post.topic.board, post.topic, post) if post and can_edit_post(person, post) else None


def _told(post: Post) -> Values:
    topic, body = post.topic, post.body
    # The title that the form took from the words goes back to being nobody's.
    lent = not body or body.startswith(topic.title.rstrip("…"))
    words = {"body": [body or topic.title], "title": ["" if lent else topic.title]}
    tags = ", ".join(name for _pk, name in topic.tag_names)
    return words | {"kind": [topic.kind], "wish": [topic.wish]} | ({"tags": [tags]} if tags else {})


def _name_of_topic(draft: Draft) -> dict[str, Any]:
    return {"topic": draft.topic.title if draft.topic else ""}


TOPIC = DraftKind(
    name="topic",
    find=_board,
    url=lambda draft: reverse("new_topic", args=[draft.board_id]),
    title=lambda draft: _("Something new on %(board)s") % {"board": draft.board.space.name},
    words=("title", "body"),
    # Other kinds have composers of their own.
    posted=lambda post: post.topic.board_id if not post.position and post.topic.kind in TOLD_KINDS else None,
    values_of=_told,
)
REPLY = DraftKind(
    name="reply",
    find=_reply,
    url=lambda draft: reverse("topic", args=[draft.topic_id]) + "#answer",
    title=lambda draft: _("An answer to “%(topic)s”") % _name_of_topic(draft),
    words=("body",),
    posted=lambda post: (
        post.topic_id if post.position and post.kind in SHORT_KINDS and not post.answers_to_id else None
    ),
    values_of=lambda post: words_of(post) | {"kind": [post.kind]},
)
LETTER = DraftKind(
    name="letter",
    find=_letter,
    url=lambda draft: url_of(draft.post) if draft.post else "",
    title=lambda draft: (
        _("An answer to the letter from %(name)s") % {"name": draft.post.author.display_name if draft.post else ""}
    ),
    words=("body",),
    posted=lambda post: post.answers_to_id,
    values_of=words_of,
)
EDIT = DraftKind(
    name="edit",
    find=_edit,
    url=lambda draft: reverse("edit_post", args=[draft.post_id]),
    title=lambda draft: _("A change to your words in “%(topic)s”") % _name_of_topic(draft),
    # Of every kind of post that can be changed.
    words=("title", "body", "expression", "image", "resonance", "transport", "situation", "did", "happened", "advice"),
)
for _kind in (TOPIC, REPLY, LETTER, EDIT):
    register(_kind)
