"""What keeping somebody away means on the boards: their words lie folded, for the one who keeps them away alone."""

from typing import Any

from django.db.models import Exists, OuterRef, Q

from community.keeping_away.models import KeptAway
from community.keeping_away.policy import who_keep_away
from community.people.models import Person
from forums.topics.models import Post


def folded_topics(person: Person) -> dict[str, Any]:
    """Which topics of a query somebody told whom the person keeps away: it travels with the query."""
    return {"folded": Exists(KeptAway.objects.filter(person=person.pk, whom=OuterRef("author")))}


def folded_posts(person: Person, post: str) -> dict[str, Any]:
    """The same of posts."""
    return {"folded": Exists(KeptAway.objects.filter(person=person.pk, whom__posts=OuterRef(post)))}


def audience(post: Post) -> tuple[Q, Q]:
    """Nobody else wants to hear of it; whoever keeps its author away wants to hear of none."""
    return Q(pk__in=[]), who_keep_away(post.author_id)
