"""Where somebody is named in a post: by others, with "@Name"."""

import re
from collections.abc import Iterable
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from community.holders import BOTH, Entry, Fate, Holder, Way
from community.people.models import Person
from community.people.own_data import former_member
from community.spaces.naming import called_as, names_of
from forums.mentions.models import Mention
from forums.writing.erasing import reword_post


def _entries(person: Person) -> Iterable[Entry]:
    for mention in Mention.objects.filter(person=person).select_related("post").order_by("pk"):
        # The words around it are somebody else's.
        yield Entry(
            title=_("Somebody named you"),
            at=mention.post.created_at,
            data={"topic": mention.post.topic_id, "position": mention.post.position},
        )


def _fates(person: Person) -> Iterable[Fate]:
    if count := Mention.objects.filter(person=person).count():
        words = ngettext(
            "Your name in %(count)s post of somebody else who called you by it",
            "Your name in %(count)s posts of others who called you by it",
            count,
        )
        yield Fate(count=count, words=words % {"count": count}, goes=BOTH)


def _leave(person: Person, way: Way) -> None:
    """Where it said "@Name" it says "@former member", and nobody is named there any more."""
    whole, first = names_of(person.display_name)
    for mention in Mention.objects.filter(person=person).select_related("post"):
        others = Person.objects.filter(mentions__post=mention.post).exclude(pk=person.pk)
        shared = any(names_of(other.display_name)[1] == first for other in others)
        called = re.compile(called_as((whole,) if shared else (whole, first)), re.IGNORECASE)
        with transaction.atomic():
            mention.delete()
            if person.left_at is None:
                reword_post(mention.post, partial(called.sub, f"@{former_member().lower()}"))


NAMED = Holder(
    name="named",
    title=gettext_lazy("Where others named you"),
    place=65,
    models=("forums.Mention",),
    entries=_entries,
    fates=_fates,
    leave=_leave,
)
