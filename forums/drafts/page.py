"""What drafts add to the pages of topics, without a question of their own: it travels with theirs."""

import json
from typing import Any

from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject

from community.people.models import Person
from community.permissions import MemberRequest
from forums.drafts.models import Draft
from forums.topics.composers import Begun
from forums.topics.models import Post, Topic


def _of(person: Person, **where: Any) -> Subquery:
    mine = Draft.objects.filter(person=person.pk, discarded_at=None, **where)
    return Subquery(mine.values(state=JSONObject(values="values", version="version", device="device"))[:1])


def replies_begun(person: Person) -> dict[str, Any]:
    """The short answer that the person began in each topic of a query."""
    return {"reply_begun": _of(person, topic=OuterRef("pk"), key__startswith="reply:")}


def letters_begun(person: Person, post: str) -> dict[str, Any]:
    """What the person began to say to each letter of a query."""
    return {"letter_begun": _of(person, post=OuterRef(post), key__startswith="letter:")}


def _read(state: dict[str, Any] | None) -> Begun | None:
    if not state:
        return None
    # SQLite puts JSON into JSON as a text.
    values = state["values"]
    return Begun(json.loads(values) if isinstance(values, str) else values, state["version"], state["device"])


def set_begun(request: MemberRequest, topic: Topic, posts: list[Post]) -> dict[str, Any]:
    for post in posts:
        post.begun = _read(getattr(post, "letter_begun", None))  # type: ignore[attr-defined]
    return {}


def find_begun(person: Person, key: str, topic: Topic | None) -> Begun | None:
    """What the person began in this composer; asked of the topic where its query brought it along."""
    if hasattr(topic, "reply_begun") and key == f"reply:{topic.pk}":  # type: ignore[union-attr]
        return _read(topic.reply_begun)  # type: ignore[union-attr]
    draft = Draft.objects.visible_to(person).filter(key=key).first()
    return draft.begun if draft else None
