"""What happens to topics, and whom it concerns."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import ClassVar

from django.db.models import Q
from django.utils.translation import gettext

from community.activity.record import Activity
from community.people.models import Person
from forums.topics.models import Post, Topic, url_of

#: Who else wants to hear of answers in a topic, and who of none: following registers here.
audiences: list[Callable[[Topic], tuple[Q, Q]]] = []


@dataclass(frozen=True, kw_only=True)
class TopicPosted(Activity):
    """Somebody told something. Nobody is called for it; open pages of the board show it."""

    kind: ClassVar[str] = "topic_posted"
    topic: Topic

    @property
    def subject(self) -> Topic:
        return self.topic

    def live_keys(self) -> Iterable[str]:
        return (f"board:{self.topic.board_id}",)


@dataclass(frozen=True, kw_only=True)
class ReplyPosted(Activity):
    """Somebody answered: the teller, those who answered before and those who follow the topic are told, where they may
    still see it and have not asked for quiet."""

    kind: ClassVar[str] = "reply_posted"
    post: Post

    @property
    def subject(self) -> Post:
        return self.post

    def recipients(self) -> Iterable[Person]:
        topic = self.post.topic
        wanted = Q(pk=topic.author_id) | Q(pk__in=topic.posts.filter(removed_at=None).values("author_id"))
        unwanted = Q(pk=self.post.author_id)
        for audience in audiences:
            also, never = audience(topic)
            wanted, unwanted = wanted | also, unwanted | never
        return topic.board.space.readers().filter(wanted).exclude(unwanted)

    def sentence(self) -> str:
        return gettext("%(name)s answered “%(topic)s”.") % {
            "name": self.post.author.display_name,
            "topic": self.post.topic.title,
        }

    def url(self) -> str:
        return url_of(self.post)

    def live_keys(self) -> Iterable[str]:
        return (f"topic:{self.post.topic_id}", f"board:{self.post.topic.board_id}")
