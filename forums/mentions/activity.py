"""That somebody was named."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from django.db.models import Q
from django.utils.translation import gettext

from community.activity.record import Activity
from community.people.models import Person
from forums.topics.activity import not_quiet
from forums.topics.models import Post, url_of


@dataclass(frozen=True, kw_only=True)
class MentionPosted(Activity):
    """Somebody named people in a post: those among them who read there are told, but who asked for quiet. Quiet is
    quiet: nobody is called into a topic by their name that they chose to hear nothing of."""

    kind: ClassVar[str] = "mention_posted"
    post: Post
    #: Whom the post names anew.
    people: tuple[int, ...] = ()

    @property
    def subject(self) -> Post:
        return self.post

    def recipients(self) -> Iterable[Person]:
        return not_quiet(self.post, Q(pk__in=self.people))

    def sentence(self) -> str:
        return gettext("%(name)s mentions you in “%(topic)s”.") % {
            "name": self.post.author.display_name,
            "topic": self.post.topic.title,
        }

    def url(self) -> str:
        return url_of(self.post)
