"""The practice that somebody began, as a draft."""

from django.urls import reverse
from django.utils.translation import gettext as _

from community.people.models import Person
from company_network.practices.models import FIELDS
from company_network.practices.policy import can_share_practice
from forums.boards.models import Board
from forums.drafts.kinds import DraftKind, Place, Values, words_of
from forums.topics.models import Post, PostKind


def _find(person: Person, number: int) -> Place | None:
    board = Board.objects.open_to(person).select_related("space").filter(pk=number).first()
    return Place(board) if board and can_share_practice(person, board) else None


def _values(post: Post) -> Values:
    words = words_of(post) | {"reach": [post.topic.reach]}
    return words | {"tags": [", ".join(name for _pk, name in post.topic.tag_names)]}


PRACTICE = DraftKind(
    name="practice",
    find=_find,
    url=lambda draft: reverse("new_practice", args=[draft.board_id]),
    title=lambda draft: _("Good practice on %(board)s") % {"board": draft.board.space.name},
    words=("title", *FIELDS),
    posted=lambda post: post.topic.board_id if post.kind == PostKind.PRACTICE else None,
    values_of=_values,
)
