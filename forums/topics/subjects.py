"""What may hang on the forum's things."""

from django.urls import reverse

from community.subjects import SubjectKind
from forums.topics.models import Topic

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
