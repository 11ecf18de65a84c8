"""What may hang on an empty chair: a voice clip."""

from typing import Any

from django.urls import reverse

from community.subjects import SubjectKind
from youth_network.agendas.activity import key_of
from youth_network.live_meetings.models import EmptyChair


def _keep(pk: int, name: str, value: Any) -> None:
    if name == "attachments":
        EmptyChair.objects.filter(pk=pk).update(attachments=value)


EMPTY_CHAIR = SubjectKind(
    name="empty_chair",
    model=EmptyChair,
    visible_to=lambda person: EmptyChair.objects.visible_to(person),
    author=lambda chair: chair.author.person,
    space=lambda chair: chair.placement.agenda.meeting.group.space,
    url=lambda chair: reverse("minutes", args=[chair.placement.agenda_id]) + f"#chair-{chair.pk}",
    words=lambda chair: chair.words,
    live_keys=lambda chair: (key_of(chair.placement.agenda_id),),
    select_related=("author__person", "placement__agenda__meeting__group__space"),
    keep=_keep,
)
