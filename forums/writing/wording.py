"""Where the words of each kind of post stand, and the form they are changed with. Rooms above add their kinds."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from forums.tags.operations import erase_tags, keep_tags
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
    #: Whether pictures and voices may come with it; such words may be left out then.
    carries_files: bool = True
    #: The field below which they are chosen.
    files_after: str = "body"


def _write_body(post: Post, words: dict[str, Any]) -> None:
    post.body, post.html = words["body"], markup.render(words["body"])


def _write_story(post: Post, words: dict[str, Any]) -> None:
    _write_body(post, words)
    post.topic.title = words["title"]
    post.topic.save(update_fields=["title"])
    keep_tags(post.topic, words["tags"])


def _erase_body(post: Post) -> None:
    post.body = post.html = ""


def _erase_story(post: Post) -> None:
    _erase_body(post)
    erase_tags(post.topic)


def _parts_of_story(words: dict[str, Any]) -> list[tuple[str, str]]:
    tags = [(_("Tags"), ", ".join(words["tags"]))] if words.get("tags") else []
    return [(words["title"], words["body"]), *tags]


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
        read=lambda post: {
            "title": post.topic.title,
            "body": post.body,
            "tags": [name for _pk, name in post.topic.tag_names],
        },
        write=_write_story,
        erase=_erase_story,
        parts=_parts_of_story,
    ),
    PostKind.ANSWER: _REPLY,
    PostKind.EXPERIENCE: _REPLY,
    PostKind.ADVICE: _REPLY,
}
