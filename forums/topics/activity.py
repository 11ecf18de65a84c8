"""What happens to topics, and whom it concerns."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext

from community.activity.record import Activity
from community.people.models import Person
from forums.topics.models import Reply, Topic


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
    """Somebody answered: the teller and those who answered before are told, where they may still see it."""

    kind: ClassVar[str] = "reply_posted"
    reply: Reply

    @property
    def subject(self) -> Reply:
        return self.reply

    def recipients(self) -> Iterable[Person]:
        topic = self.reply.topic
        return (
            topic.board.space.readers()
            .filter(Q(pk=topic.author_id) | Q(pk__in=topic.replies.values("author_id")))
            .exclude(pk=self.reply.author_id)
        )

    def sentence(self) -> str:
        return gettext("%(name)s answered “%(topic)s”.") % {
            "name": self.reply.author.display_name,
            "topic": self.reply.topic.title,
        }

    def url(self) -> str:
        return reverse("topic", args=[self.reply.topic_id]) + f"#reply-{self.reply.position}"

    def live_keys(self) -> Iterable[str]:
        return (f"topic:{self.reply.topic_id}", f"board:{self.reply.topic.board_id}")
