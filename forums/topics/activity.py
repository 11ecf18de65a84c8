"""What happens to topics, and whom it concerns."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import ClassVar

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from community.activity.record import Activity
from community.people.models import Person
from forums.topics.models import Post, Topic, url_of

#: Who else wants to hear of an answer, and who of none: following registers here.
audiences: list[Callable[[Post], tuple[Q, Q]]] = []
#: Who wants to hear of every new topic on its board.
board_audiences: list[Callable[[Topic], Q]] = []


#: Kinds of live keys that bear the number of a topic: rooms above register theirs in AppConfig.ready().
topic_keys: list[str] = ["topic"]


def keys_of(topic: Topic) -> list[str]:
    """All that open pages of the topic follow; asked again where fewer may read it than before."""
    return [f"{kind}:{topic.pk}" for kind in topic_keys]


def in_words(many: int) -> str:
    words = {2: _("two"), 3: _("three"), 4: _("four"), 5: _("five"), 6: _("six"), 7: _("seven"), 8: _("eight")}
    return str(words.get(many, many))


def not_quiet(post: Post, wanted: Q) -> "QuerySet[Person]":
    """Those of them who have not asked for quiet where the post stands, without its author."""
    unwanted = Q(pk=post.author_id)
    for audience in audiences:
        unwanted |= audience(post)[1]
    return Person.objects.filter(wanted).exclude(unwanted)


@dataclass(frozen=True, kw_only=True)
class TopicPosted(Activity):
    """Somebody told something. Only those who follow the board are told; open pages of the board show it."""

    kind: ClassVar[str] = "topic_posted"
    #: The story.
    post: Post

    @property
    def subject(self) -> Post:
        return self.post

    def recipients(self) -> Iterable[Person]:
        wanted = Q(pk__in=[])
        for audience in board_audiences:
            wanted |= audience(self.post.topic)
        return not_quiet(self.post, wanted)

    def sentence(self) -> str:
        return gettext("%(name)s told something new: “%(topic)s”.") % {
            "name": self.post.author.display_name,
            "topic": self.post.topic.title,
        }

    def url(self) -> str:
        return reverse("topic", args=[self.post.topic_id])

    def live_keys(self) -> Iterable[str]:
        return (f"board:{self.post.topic.board_id}",)


@dataclass(frozen=True, kw_only=True)
class ReplyPosted(Activity):
    """Somebody answered: the teller and those who answered before are told, and then those who follow the topic, where
    they may still see it and have not asked for quiet."""

    kind: ClassVar[str] = "reply_posted"
    post: Post

    @property
    def subject(self) -> Post:
        return self.post

    def recipients(self) -> Iterable[Person]:
        return not_quiet(self.post, self.took_part())

    def retold(self) -> Iterable[Activity]:
        return (FollowedTopicAnswered(actor=self.actor, post=self.post),)

    def took_part(self) -> Q:
        topic = self.post.topic
        return Q(pk=topic.author_id) | Q(pk__in=topic.posts.filter(removed_at=None).values("author_id"))

    def sentence(self) -> str:
        return gettext("%(name)s answered “%(topic)s”.") % {
            "name": self.post.author.display_name,
            "topic": self.post.topic.title,
        }

    def together(self, others: int) -> str:
        return ngettext(
            "%(name)s and one other have answered “%(topic)s”.",
            "%(name)s and %(others)s others have answered “%(topic)s”.",
            others,
        ) % {
            "name": self.post.author.display_name,
            "topic": self.post.topic.title,
            "others": in_words(others),
        }

    def url(self) -> str:
        return url_of(self.post)

    def live_keys(self) -> Iterable[str]:
        return (f"topic:{self.post.topic_id}", f"board:{self.post.topic.board_id}")


@dataclass(frozen=True, kw_only=True)
class FollowedTopicAnswered(ReplyPosted):
    """The same, for those who only follow the topic: a kind of its own, so that one can stop hearing of just these."""

    kind: ClassVar[str] = "followed_topic_answered"

    def recipients(self) -> Iterable[Person]:
        wanted = Q(pk__in=[])
        for audience in audiences:
            wanted |= audience(self.post)[0]
        return not_quiet(self.post, wanted)

    def retold(self) -> Iterable[Activity]:
        return ()
