"""How far somebody has read, what they follow and what they saved: nobody else ever saw it."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from community.holders import BOTH, Entry, Fate, Holder, Way
from community.people.models import Person
from forums.reading.models import BoardReading, SavedPost, TopicReading
from forums.topics.models import Topic


def _entries(person: Person) -> Iterable[Entry]:
    """Titles of what others told are theirs: the copy says which topic by its number, and by its title where one may
    read it now."""
    seen = dict(Topic.objects.visible_to(person).values_list("pk", "title"))
    own = set(Topic.objects.filter(author=person).values_list("pk", flat=True))

    def name(topic: int) -> str:
        return seen[topic] if topic in own and topic in seen else _("Topic number %(number)s") % {"number": topic}

    for reading in TopicReading.objects.filter(person=person).order_by("changed_at"):
        yield Entry(
            title=name(reading.topic_id),
            at=reading.changed_at,
            words=reading.get_following_display(),
            data={"topic": reading.topic_id, "read_up_to": reading.read_position, "following": reading.following},
        )
    for choice in BoardReading.objects.filter(person=person).select_related("board__space__group").order_by("pk"):
        yield Entry(
            title=choice.board.space.name,
            at=choice.changed_at,
            words=choice.get_following_display(),
            data={"board": choice.board_id, "following": choice.following},
        )
    for saved in SavedPost.objects.filter(person=person).select_related("post").order_by("saved_at"):
        yield Entry(
            title=_("Saved for later"),
            at=saved.saved_at,
            words=name(saved.post.topic_id),
            data={"topic": saved.post.topic_id, "position": saved.post.position},
        )


def _fates(person: Person) -> Iterable[Fate]:
    if count := SavedPost.objects.filter(person=person).count():
        words = ngettext("%(count)s post you saved for later", "%(count)s posts you saved for later", count)
        yield Fate(count=count, words=words % {"count": count}, goes=BOTH)
    many = TopicReading.objects.filter(person=person).count() + BoardReading.objects.filter(person=person).count()
    if many:
        yield Fate(count=many, words=_("How far you have read, and what you follow"), goes=BOTH)


@transaction.atomic
def _leave(person: Person, way: Way) -> None:
    for model in (TopicReading, BoardReading, SavedPost):
        model._default_manager.filter(person=person).delete()


READING = Holder(
    name="reading",
    title=gettext_lazy("What you read, follow and saved"),
    place=60,
    models=("forums.TopicReading", "forums.BoardReading", "forums.SavedPost"),
    entries=_entries,
    fates=_fates,
    leave=_leave,
)
