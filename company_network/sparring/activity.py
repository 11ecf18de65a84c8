"""What happens to sparring, and whom it concerns. All of it is about the question, which is the topic's story."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from django.urls import reverse
from django.utils.translation import gettext

from community.activity.record import Activity
from community.people.models import Person
from community.roles import Role
from company_network.companies.audience import companies_told, holders
from company_network.companies.models import Representative
from forums.reading.models import Following, TopicReading
from forums.topics.activity import TopicPosted
from forums.topics.models import Post


@dataclass(frozen=True, kw_only=True)
class SparringAsked(TopicPosted):
    """A company asks the others: all of them are told, and whoever follows the board; open pages show it."""

    kind: ClassVar[str] = "sparring_asked"

    def recipients(self) -> Iterable[Person]:
        told = {person.pk: person for person in companies_told(self.post)}
        return (told | {person.pk: person for person in super().recipients()}).values()

    def sentence(self) -> str:
        return gettext("%(name)s asks: “%(topic)s”") % _named(self.post)


@dataclass(frozen=True, kw_only=True)
class _AboutSparring(Activity):
    """Something about a question that was asked before."""

    #: The story.
    post: Post

    @property
    def subject(self) -> Post:
        return self.post

    def url(self) -> str:
        return reverse("topic", args=[self.post.topic_id])


@dataclass(frozen=True, kw_only=True)
class SparringRaised(_AboutSparring):
    """Nobody has answered for two days: the other companies are asked once more, first in their next mail."""

    kind: ClassVar[str] = "sparring_raised"

    def recipients(self) -> Iterable[Person]:
        return companies_told(self.post)

    def sentence(self) -> str:
        return gettext("Nobody has answered %(name)s yet: “%(topic)s”") % _named(self.post)


@dataclass(frozen=True, kw_only=True)
class SparringPassedOn(_AboutSparring):
    """Nor for two more: the network's consultants are told, who know whom to ask."""

    kind: ClassVar[str] = "sparring_passed_on"

    def recipients(self) -> Iterable[Person]:
        return holders(self.post, Role.CONSULTANT)

    def sentence(self) -> str:
        return gettext("No company has answered %(name)s for days. Do you know whom to ask? “%(topic)s”") % _named(
            self.post
        )


@dataclass(frozen=True, kw_only=True)
class SparringEnding(_AboutSparring):
    """The week is over: who asked is reminded, once, to say what they did; where they have left, who speaks for the
    workplace now."""

    kind: ClassVar[str] = "sparring_ending"

    def recipients(self) -> Iterable[Person]:
        asker = self.post.topic.readers().filter(pk=self.post.author_id)
        if asker.exists():
            return asker
        company = self.post.topic.sparring.company_id
        present = Representative.objects.current().filter(company=company) if company else Representative.objects.none()
        return Person.objects.filter(pk__in=present.values("membership__person_id"))

    def sentence(self) -> str:
        return gettext("The week is over: what did you do about “%(topic)s”?") % _named(self.post)


@dataclass(frozen=True, kw_only=True)
class SparringClosed(_AboutSparring):
    """Who asked has said what they did: those who answered are told. Open pages show it."""

    kind: ClassVar[str] = "sparring_closed"

    def recipients(self) -> Iterable[Person]:
        topic = self.post.topic
        answered = topic.posts.filter(position__gt=0, removed_at=None)
        quiet = TopicReading.objects.filter(topic=topic, following=Following.MUTE)
        return (
            topic.readers()
            .filter(pk__in=answered.values("author_id"))
            .exclude(pk__in=quiet.values("person_id"))
            .exclude(pk__in=[self.actor.pk] if self.actor else [])
        )

    def sentence(self) -> str:
        return gettext("%(name)s tells what they did about “%(topic)s”.") % {
            "name": (self.actor or self.post.author).display_name,
            "topic": self.post.topic.title,
        }

    def live_keys(self) -> Iterable[str]:
        return (f"topic:{self.post.topic_id}", f"board:{self.post.topic.board_id}")


@dataclass(frozen=True, kw_only=True)
class SparringReopened(_AboutSparring):
    """The line was taken back. Nobody is told; open pages show it."""

    kind: ClassVar[str] = "sparring_reopened"

    def live_keys(self) -> Iterable[str]:
        return (f"topic:{self.post.topic_id}", f"board:{self.post.topic.board_id}")


def _named(post: Post) -> dict[str, str]:
    return {"name": post.author.display_name, "topic": post.topic.title}
