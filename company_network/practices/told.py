"""How what happens to practice is told to people: in the app, and by mail."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from community.notifications.kinds import Kind, Mail
from community.notifications.rhythm import Rhythm
from community.people.models import Person
from community.permissions import has_role, is_staff
from community.roles import Role
from company_network.practices.activity import (
    PracticePosted,
    PracticeTried,
    RoundUpDrafted,
    RoundUpSent,
    round_up_readers,
)
from company_network.practices.models import RoundUp, TriedHere
from company_network.practices.wording import said_in_practice
from forums.topics.told import TOPIC_POSTED


def reads_practice(person: Person) -> bool:
    return has_role(person, Role.COMPANY) or is_staff(person)


PRACTICE_POSTED = replace(
    TOPIC_POSTED,
    activity=PracticePosted,
    label=_("Somebody shares good practice in my network"),
    concerns=reads_practice,
    retell=lambda post: PracticePosted(actor=post.author, post=post),
    mail=Mail(
        subject=_("New good practice in the company network"),
        general=_("Somebody has shared good practice."),
        words=said_in_practice,
        rhythm=Rhythm.WEEKLY,
    ),
)

PRACTICE_TRIED = Kind(
    activity=PracticeTried,
    label=_("Another workplace has tried what I shared"),
    concerns=reads_practice,
    visible_to=TriedHere.objects.visible_to,
    retell=lambda tried: PracticeTried(actor=tried.person, tried=tried),
    space=lambda tried: tried.practice.topic.board.space,
    readers=lambda tried: tried.practice.topic.readers(),
    thread=lambda tried: f"practice:{tried.practice_id}",
    select_related=(
        "company",
        "person",
        "practice__topic__board__space__group",
        "practice__topic__board__space__network",
    ),
    mail=Mail(
        subject=_("Another workplace has tried what you shared"),
        general=_("Another workplace has tried what you shared."),
        words=lambda tried: tried.line,
    ),
)

ROUND_UP_DRAFTED = Kind(
    activity=RoundUpDrafted,
    label=_("The draft of the quarter's practice round-up is ready"),
    concerns=reads_practice,
    visible_to=RoundUp.objects.visible_to,
    retell=lambda round_up: RoundUpDrafted(actor=None, round_up=round_up),
    announces=False,
    mail=Mail(
        subject=_("The practice round-up is ready to edit"),
        general=_("The draft of the quarter's practice round-up is ready to edit and send."),
    ),
)

ROUND_UP_SENT = Kind(
    activity=RoundUpSent,
    label=_("What was tried most, once a quarter"),
    concerns=reads_practice,
    visible_to=RoundUp.objects.visible_to,
    retell=lambda round_up: RoundUpSent(actor=round_up.sent_by, round_up=round_up),
    readers=lambda round_up: round_up_readers(),
    announces=False,
    among_adults=True,
    mail=Mail(
        subject=_("What workplaces tried most"),
        general=_("A new practice round-up is there."),
        words=lambda round_up: round_up.words(),
    ),
)

KINDS = (PRACTICE_POSTED, PRACTICE_TRIED, ROUND_UP_DRAFTED, ROUND_UP_SENT)
