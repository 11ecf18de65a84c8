"""The question that somebody began, as a draft."""

from django.urls import reverse
from django.utils.translation import gettext as _

from community.people.models import Person
from company_network.sparring.policy import can_ask_sparring
from forums.boards.models import Board
from forums.drafts.kinds import DraftKind, Place
from forums.topics.models import Post, TopicKind


def _find(person: Person, number: int) -> Place | None:
    board = Board.objects.visible_to(person).select_related("space").filter(pk=number).first()
    return Place(board) if board and can_ask_sparring(person, board) else None


def _values_of(post: Post) -> dict[str, list[str]]:
    return {"question": [post.topic.title], "body": [post.body]}


SPARRING = DraftKind(
    name="sparring",
    find=_find,
    url=lambda draft: reverse("new_sparring", args=[draft.board_id]),
    title=lambda draft: _("A question to the other companies"),
    words=("question", "body"),
    posted=lambda post: post.topic.board_id if not post.position and post.topic.kind == TopicKind.SPARRING else None,
    values_of=_values_of,
)
