"""What moderation adds to the rooms below: called once, from AppConfig.ready()."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from community import live, subjects
from community.attachments.models import before_them
from community.care_rules.operations import after_changing
from community.chat.message_views import FurtherDeed, further_deeds
from community.chat.models import Message
from community.moderation.deputies import give_to_deputy
from community.moderation.holding import author_changed
from community.moderation.home_block import care_block
from community.moderation.kinds import SAID_KINDS
from community.moderation.models import Case, networks_where
from community.moderation.subjects import PERSON
from community.moderation.told import KINDS
from community.notifications import kinds
from community.people.models import Person
from community.people.my_pages import MyPage, my_pages
from community.people.operations import after_another_portrait
from community.people.policy import portraits_before_them
from community.permissions import memberships
from community.roles import TEAM_ROLES, Role
from community.since_last.blocks import main_blocks


def _follows_queue(person: Person, network_id: int) -> bool:
    """Those who look after what waits in the network."""
    return any(network_id in networks_where(person, role) for role in (Role.CONSULTANT, Role.PSYCHOLOGIST))


def _in_their_cases(person: Person, kind: str) -> "QuerySet[Any] | None":
    """The things of cases that the person looks after: also of a private talk, of another network, or hidden."""
    if not any(m.role in TEAM_ROLES for m in memberships(person)):
        return None
    return Case.objects.visible_to(person).filter(subject_type=kind).values("subject_id")


def _in_cases_about_them(person: Person) -> "QuerySet[Any] | None":
    """Those whom a case is about that the person looks after: their portraits, also where they are hidden."""
    if not any(m.role in TEAM_ROLES for m in memberships(person)):
        return None
    return Case.objects.visible_to(person).filter(subject_type=PERSON.name).values("subject_id")


def _says_something(person: Person, message: Message) -> bool:
    return message.author_id != person.pk and not message.is_gone


def register() -> None:
    subjects.register(PERSON)
    for kind in KINDS:
        kinds.register(kind)
    portraits_before_them.append(_in_cases_about_them)
    after_another_portrait.append(lambda person: author_changed(PERSON.name, person.pk))
    before_them.append(_in_their_cases)
    after_changing.append(give_to_deputy)
    # Before all else: somebody may be in need.
    main_blocks.insert(0, care_block)
    my_pages.append(MyPage(_("Care"), "my_care", "heart"))
    live.subscribable["care"] = _follows_queue
    live.subscribable["case"] = lambda person, pk: Case.objects.visible_to(person).filter(pk=pk).exists()
    further_deeds.append(
        FurtherDeed(
            "flag",
            _("Say something about this"),
            lambda message: reverse("report", args=["message", message.pk]),
            _says_something,
            # What unfolds under a message is the first tap, the kind is the second.
            field="what",
            choices=tuple((kind.value, kind.label) for kind in SAID_KINDS),
        )
    )
