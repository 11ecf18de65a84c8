"""The letter that somebody began, as a draft."""

from django.urls import reverse
from django.utils.translation import gettext as _

from community.people.models import Person
from forums.drafts.kinds import DraftKind, Place, topic_place, words_of
from forums.topics.models import PostKind
from forums.topics.policy import can_witness
from youth_network.witnessing.models import READ_AGAIN, STEPS


def _find(person: Person, number: int) -> Place | None:
    place = topic_place(person, number)
    if not place or not place.topic or not can_witness(person, place.topic, place.board.space):
        return None
    return place


WITNESS = DraftKind(
    name="witness",
    find=_find,
    url=lambda draft: reverse("witness_topic", args=[draft.topic_id]),
    title=lambda draft: _("A letter to %(name)s") % {"name": draft.topic.author.display_name if draft.topic else ""},
    words=STEPS,
    posted=lambda post: post.topic_id if post.kind == PostKind.WITNESS else None,
    # Whoever takes a letter back reads it once more.
    values_of=lambda post: words_of(post) | {"step": [str(READ_AGAIN)]},
)
