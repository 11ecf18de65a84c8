"""What the agenda of such meetings adds to the rooms below."""

from django.urls import reverse

from community import subjects
from community.meetings import opening
from community.pausing import open_to_paused
from company_network.agenda.drafting import NOTES
from company_network.agenda.policy import KINDS
from company_network.agenda.reading import titles_of
from company_network.agenda.subjects import MEETING_NOTES, MEETING_POINT
from forums.drafts import kinds


def register() -> None:
    for kind in KINDS:
        opening.meeting_pages[kind] = lambda meeting: reverse("company_meeting", args=[meeting.pk])
    opening.on_the_table.append(titles_of)
    kinds.register(NOTES)
    subjects.register(MEETING_POINT)
    subjects.register(MEETING_NOTES)
    open_to_paused.add("remove_point")
