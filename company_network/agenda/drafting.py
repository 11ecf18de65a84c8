"""Notes that somebody began to write."""

from django.urls import reverse
from django.utils.translation import gettext as _

from community.meetings.models import Meeting
from community.people.models import Person
from company_network.agenda.policy import can_write_notes
from forums.boards.models import Board
from forums.drafts.kinds import DraftKind, Place


def _find(person: Person, number: int) -> Place | None:
    meeting = Meeting.objects.visible_to(person).select_related("group").filter(pk=number).first()
    if meeting is None or not can_write_notes(person, meeting):
        return None
    # A guest at a meeting across keeps no draft here: the team's board is not theirs.
    board = Board.objects.visible_to(person).filter(space__group=meeting.group_id).first()
    return Place(board) if board else None


NOTES = DraftKind(
    name="notes",
    find=_find,
    url=lambda draft: reverse("write_notes", args=[draft.key.partition(":")[2]]),
    title=lambda draft: _("Notes of a meeting"),
    words=("text",),
)
