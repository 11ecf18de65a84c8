"""What may hang on an empty chair: a voice clip; and what can be said about what was left there."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from community import clock, live
from community.asides.operations import hiding_of, is_put_aside, said_by_itself
from community.people.models import Person
from community.subjects import Care, Nearby, SubjectKind, in_its_network
from youth_network.agendas.activity import key_of
from youth_network.live_meetings.models import CHAIR_ANSWER, EmptyChair


def _keep(pk: int, name: str, value: Any) -> None:
    if name == "attachments":
        EmptyChair.objects.filter(pk=pk).update(attachments=value)


def _hide(pk: int, hidden: bool) -> None:
    chair = EmptyChair.objects.select_for_update(of=("self",)).select_related("placement").get(pk=pk)
    if (chair.hidden_at is not None) == hidden:
        return
    chair.hidden_at = clock.now() if hidden else None
    chair.save(update_fields=["hidden_at"])
    transaction.on_commit(lambda: live.announce([key_of(chair.placement.agenda_id)]))


def _by(person: Person, network_id: int, since: datetime) -> "QuerySet[EmptyChair]":
    theirs = EmptyChair.objects.filter(author__person=person, left_at__gte=since)
    return theirs.filter(placement__agenda__meeting__group__network=network_id)


def _space(chair: EmptyChair) -> Any:
    return chair.placement.agenda.meeting.group.space


EMPTY_CHAIR = SubjectKind(
    name="empty_chair",
    model=EmptyChair,
    visible_to=lambda person: EmptyChair.objects.visible_to(person),
    author=lambda chair: chair.author.person,
    space=_space,
    url=lambda chair: reverse("minutes", args=[chair.placement.agenda_id]) + f"#chair-{chair.pk}",
    words=lambda chair: chair.words,
    live_keys=lambda chair: (key_of(chair.placement.agenda_id),),
    select_related=("author__person", "placement__agenda__meeting__group__space"),
    keep=_keep,
    care=Care(
        noun=_("a word on an empty chair"),
        network=in_its_network(_space),
        passages=lambda chair: [("", chair.words)],
        hide=_hide,
        is_hidden=lambda chair: chair.hidden_at is not None,
        by=_by,
    ),
)


def _answer_shown(chair: EmptyChair) -> None:
    transaction.on_commit(lambda: live.announce([key_of(chair.placement.agenda_id)]))


def _whom_it_answers(chair: EmptyChair) -> list[Nearby]:
    shown = chair.words and chair.hidden_at is None
    return [Nearby(chair.author.person.display_name, chair.words, chair.left_at)] if shown else []


def _answers_by(person: Person, network_id: int, since: datetime) -> "QuerySet[EmptyChair]":
    theirs = EmptyChair.objects.filter(answered_by__person=person, answered_at__gte=since)
    return theirs.filter(placement__agenda__meeting__group__network=network_id)


#: Somebody else's words than those on the chair.
ANSWER = SubjectKind(
    name=CHAIR_ANSWER,
    model=EmptyChair,
    visible_to=lambda person: EmptyChair.objects.visible_to(person).exclude(answer=""),
    author=lambda chair: chair.answered_by.person if chair.answered_by else None,
    space=_space,
    url=EMPTY_CHAIR.url,
    words=lambda chair: chair.answer,
    live_keys=EMPTY_CHAIR.live_keys,
    select_related=("answered_by__person", *EMPTY_CHAIR.select_related),
    care=Care(
        noun=_("an answer to an empty chair"),
        network=in_its_network(_space),
        passages=lambda chair: [("", said_by_itself(CHAIR_ANSWER, chair, "answer"))],
        around=_whom_it_answers,
        hide=hiding_of(
            CHAIR_ANSWER, EmptyChair, {"answer": lambda: gettext("Something is hidden here.")}, _answer_shown
        ),
        is_hidden=lambda chair: is_put_aside(CHAIR_ANSWER, chair.pk),
        changed_at=lambda chair: chair.answered_at,
        by=_answers_by,
    ),
)
