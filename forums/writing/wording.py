"""Where the words of each kind of post stand, and the form they are changed with. Rooms above add their kinds."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms

from forums.topics import markup
from forums.topics.models import Post, PostKind
from forums.writing.forms import ReplyWordsForm, StoryWordsForm


@dataclass(frozen=True)
class Wording:
    form: type[forms.Form]
    read: Callable[[Post], dict[str, Any]]
    #: Writes what stands beside the post; the post itself is saved by the operation.
    write: Callable[[Post, dict[str, Any]], None]
    #: Makes the words unreadable for good.
    erase: Callable[[Post], None]
    #: The words of a version as (label, text), for the page of its history.
    parts: Callable[[dict[str, Any]], list[tuple[str, str]]]


def _write_body(post: Post, words: dict[str, Any]) -> None:
    post.body, post.html = words["body"], markup.render(words["body"])


def _write_story(post: Post, words: dict[str, Any]) -> None:
    _write_body(post, words)
    post.topic.title = words["title"]
    post.topic.save(update_fields=["title"])


def _erase_body(post: Post) -> None:
    post.body = post.html = ""


_REPLY = Wording(
    form=ReplyWordsForm,
    read=lambda post: {"body": post.body},
    write=_write_body,
    erase=_erase_body,
    parts=lambda words: [("", words["body"])],
)
wordings: dict[str, Wording] = {
    PostKind.STORY: Wording(
        form=StoryWordsForm,
        read=lambda post: {"title": post.topic.title, "body": post.body},
        write=_write_story,
        erase=_erase_body,
        parts=lambda words: [(words["title"], words["body"])],
    ),
    PostKind.ANSWER: _REPLY,
    PostKind.EXPERIENCE: _REPLY,
    PostKind.ADVICE: _REPLY,
}
