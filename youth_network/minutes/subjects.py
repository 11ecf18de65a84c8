"""What can be said about the minutes of a meeting. Nothing in them is hidden as a whole: those who were there put a
line right, and a consultant speaks with them."""

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from community.people.models import Person
from community.subjects import Care, SubjectKind
from youth_network.agendas.activity import key_of
from youth_network.agendas.models import Agenda, Phase


def _passages(agenda: Agenda) -> list[tuple[str, str]]:
    taken = [(place.item.title, place.takeaway) for place in agenda.placements.select_related("item").order_by("pk")]
    agreed = [(gettext("Agreements"), agreement.what) for agreement in agenda.agreements.order_by("pk")]
    remark = [(gettext("Remark"), agenda.remark)]
    return [(label, words) for label, words in (*taken, *agreed, *remark) if words]


def _network(agenda: Agenda, reporter: Person) -> int | None:
    return agenda.meeting.group.network_id


MINUTES = SubjectKind(
    name="minutes",
    model=Agenda,
    visible_to=lambda person: Agenda.objects.visible_to(person).filter(phase=Phase.CLOSED),
    author=lambda agenda: None,
    space=lambda agenda: agenda.meeting.group.space,
    url=lambda agenda: reverse("minutes", args=[agenda.pk]),
    words=lambda agenda: agenda.remark,
    live_keys=lambda agenda: (key_of(agenda.pk),),
    select_related=("meeting__group__space", "meeting__group__network"),
    care=Care(noun=_("the minutes of a meeting"), network=_network, passages=_passages),
)
