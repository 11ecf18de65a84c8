"""Where the words of a practice stand, for changing and erasing them."""

from typing import Any

from company_network.practices.forms import PracticeWordsForm
from company_network.practices.models import FIELDS, Practice, TriedHere, label_of
from forums.tags.operations import erase_tags, keep_tags
from forums.topics.models import Post
from forums.writing.wording import Wording


def _read(post: Post) -> dict[str, Any]:
    practice = Practice.objects.get(pk=post.topic_id)
    words = {name: getattr(practice, name) for name in FIELDS}
    return {"title": post.topic.title, **words, "tags": [name for _pk, name in post.topic.tag_names]}


def _write(post: Post, words: dict[str, Any]) -> None:
    Practice.objects.filter(pk=post.topic_id).update(**{name: words[name] for name in FIELDS})
    post.topic.practice = Practice.objects.get(pk=post.topic_id)
    post.topic.title = words["title"]
    post.topic.save(update_fields=["title"])
    keep_tags(post.topic, words["tags"])


def _erase(post: Post) -> None:
    Practice.objects.filter(pk=post.topic_id).update(tried_count=0, **dict.fromkeys(FIELDS, ""))
    TriedHere.objects.filter(practice=post.topic_id).delete()
    erase_tags(post.topic)


def _parts(words: dict[str, Any]) -> list[tuple[str, str]]:
    said = [(label_of(name), words[name]) for name in FIELDS if words.get(name)]
    return [(words["title"], ""), *said, *([("", ", ".join(words["tags"]))] if words.get("tags") else [])]


PRACTICE = Wording(form=PracticeWordsForm, read=_read, write=_write, erase=_erase, parts=_parts, files_after="advice")


def said_in_practice(post: Post) -> str:
    """All that the practice says, for the search, mails and names."""
    practice = Practice.objects.filter(pk=post.topic_id).first() if post.position == 0 else None
    return practice.words() if practice else ""
