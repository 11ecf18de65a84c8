"""What may hang on the forum's things."""

from typing import Any

from django.urls import reverse

from community import clock
from community.subjects import SubjectKind
from forums.topics.models import Post, PostKind, Topic, url_of


def _keep(pk: int, name: str, value: Any) -> None:
    # Words of reaction refresh by themselves; whatever else changes, open pages fetch the post again.
    changed = {} if name == "reactions" else {"changed_at": clock.now()}
    counted = {"file_count": len(value)} if name == "attachments" else {}
    Post.objects.filter(pk=pk).update(**{name: value}, **changed, **counted)


TOPIC = SubjectKind(
    name="topic",
    model=Topic,
    visible_to=lambda person: Topic.objects.visible_to(person),
    author=lambda topic: topic.author,
    space=lambda topic: topic.board.space,
    url=lambda topic: reverse("topic", args=[topic.pk]),
    words=lambda topic: topic.title,
    live_keys=lambda topic: (f"topic:{topic.pk}",),
    select_related=("author", "board__space__group", "board__space__network"),
)

POST = SubjectKind(
    name="post",
    model=Post,
    visible_to=lambda person: Post.objects.visible_to(person),
    author=lambda post: post.author,
    space=lambda post: post.topic.board.space,
    url=url_of,
    words=lambda post: post.body,
    live_keys=lambda post: (f"topic:{post.topic_id}",),
    select_related=("author", "topic__board__space__group", "topic__board__space__network"),
    keep=_keep,
    # A bevidning is a letter: nobody writes on it.
    takes_reactions=lambda post: post.kind != PostKind.WITNESS,
)
