"""What happens to letters, and whom it concerns."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from django.db.models import Q
from django.utils.translation import gettext, ngettext

from community.people.models import Person
from forums.topics.activity import ReplyPosted, in_words, not_quiet


@dataclass(frozen=True, kw_only=True)
class TopicWitnessed(ReplyPosted):
    """Somebody wrote the teller a letter: the teller is told of it, and those who follow the topic that somebody
    answered there; those who only answered before are not. Open pages show it to all who may read it."""

    kind: ClassVar[str] = "topic_witnessed"

    def recipients(self) -> Iterable[Person]:
        return not_quiet(self.post, Q(pk=self.post.topic.author_id))

    def sentence(self) -> str:
        return gettext("%(name)s has written you a letter about “%(topic)s”.") % {
            "name": self.post.author.display_name,
            "topic": self.post.topic.title,
        }

    def together(self, others: int) -> str:
        return ngettext(
            "%(name)s and one other have written you letters about “%(topic)s”.",
            "%(name)s and %(others)s others have written you letters about “%(topic)s”.",
            others,
        ) % {
            "name": self.post.author.display_name,
            "topic": self.post.topic.title,
            "others": in_words(others),
        }
