"""What happens to letters, and whom it concerns."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from django.db.models import Q
from django.utils.translation import gettext

from community.people.models import Person
from forums.topics.activity import ReplyPosted


@dataclass(frozen=True, kw_only=True)
class TopicWitnessed(ReplyPosted):
    """Somebody wrote the teller a letter: the teller alone is told. Open pages show it to all who may read it."""

    kind: ClassVar[str] = "topic_witnessed"

    def recipients(self) -> Iterable[Person]:
        topic = self.post.topic
        return topic.board.space.readers().filter(Q(pk=topic.author_id) & ~Q(pk=self.post.author_id))

    def sentence(self) -> str:
        return gettext("%(name)s has written you a letter about “%(topic)s”.") % {
            "name": self.post.author.display_name,
            "topic": self.post.topic.title,
        }
