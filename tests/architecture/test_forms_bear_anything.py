"""Every form of the site says yes or no to whatever is typed into it, and draws itself with it: none of them breaks."""

import inspect
from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest
from allauth.core.context import request_context
from django import forms
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.sessions.backends.db import SessionStore
from django.test import RequestFactory
from django.utils.datastructures import MultiValueDict

from community.attachments.choosing import ChosenFiles
from community.audit import verbs
from community.membership.invitations import invite
from community.membership.models import Group, Membership
from community.people.models import Person
from community.roles import Role
from community.spaces.models import Space
from forums.drafts.forms import DraftForm
from forums.topics.models import PostKind, Reach
from home.editions.models import Edition
from tests.architecture.rows.agendas import AGENDAS
from tests.architecture.rows.companies import the_company
from tests.architecture.rows.voices import edition
from tests.care import said_about
from tests.hypotheses import words
from tests.personas import World
from tests.support import ROOT
from youth_network.agendas.models import Agenda

OURS = ("community", "forums", "company_network", "youth_network", "home")
#: How many times each form is filled in.
TIMES = 8
#: Only others are made of them: of ours, and by Wagtail for the fields of a page or picture.
HALVES = {"_TimeAndPlace", "EpisodeForm", "PictureForm"}


def _forms() -> list[type[forms.BaseForm]]:
    found: dict[str, type[forms.BaseForm]] = {}
    for path in sorted(ROOT.glob("*/**/forms.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        if parts[0] not in OURS:
            continue
        module = import_module(".".join(parts))
        for name, one in vars(module).items():
            if inspect.isclass(one) and issubclass(one, forms.BaseForm) and one.__module__ == module.__name__:
                found[f"{module.__name__}.{name}"] = one
    return [one for name, one in found.items() if name.rpartition(".")[2] not in HALVES]


def _case(world: World) -> Any:
    return said_about(world, "amina", world.topic.posts.get(position=0)).case  # type: ignore[attr-defined]


def _agenda(world: World) -> Agenda:
    for row in AGENDAS:
        row.path(world)
    return Agenda.objects.earliest("pk")


def _company(world: World) -> Any:
    from company_network.companies.models import Company

    return Company.objects.get(pk=the_company(world))


#: What forms are told about the place they stand in, by the name of the argument.
ABOUT: dict[str, Callable[[World], Any]] = {
    "actor": lambda world: world.signe,
    "agenda": _agenda,
    "carried": lambda world: ChosenFiles(),
    "case": _case,
    "code": lambda world: "123456",
    "companies": lambda world: [_company(world)],
    "company": _company,
    "chooses_deputy": lambda world: True,
    "deputies": lambda world: Person.objects.all(),
    "edition": lambda world: Edition.objects.get(pk=edition(world)),
    "for_youths": lambda world: True,
    "group": lambda world: world.torsdagsholdet,
    "groups": lambda world: Group.objects.all(),
    "invitation": lambda world: invite(
        actor=world.signe, network=world.roskilde, group=world.torsdagsholdet, role=Role.YOUTH
    )[0],
    "keeps_contact": lambda world: True,
    "kinds": lambda world: tuple(PostKind),
    "known": lambda world: None,
    "last": lambda world: None,
    "minutes": lambda world: 90,
    "more": lambda world: None,
    "network": lambda world: world.roskilde,
    "people": lambda world: Membership.objects.all(),
    "person": lambda world: world.freja,
    "reaches": lambda world: list(Reach),
    "room": lambda world: world.torsdagsholdet.space.room,
    "spaces": lambda world: list(Space.objects.all()),
    "user": lambda world: world.freja,
    "verb": lambda world: next(verb.name for verb in verbs.registered() if verb.reasons),
    "youths": lambda world: Person.objects.all(),
}
#: What the library's forms take out of their arguments without naming it.
OF_THE_LIBRARY = {"SignInCodeForm": ("code",)} | dict.fromkeys(
    ("FactorForm", "FactorAgainForm", "AppForm", "PasskeyFactorForm", "PasskeyAgainForm", "AddPasskeyForm"), ("user",)
)
#: People, where others with this argument list memberships.
PERSONS = {"HandOverForm": {"people": lambda world: Person.objects.all()}}
#: What a form tells the one it is made of by itself.
SAID_BY_ITSELF = {"AcrossForm": {"group"}}


def _asked(form: type) -> list[str]:
    named = [
        parameter.name
        for one in form.__mro__
        if "__init__" in vars(one) and one.__module__.partition(".")[0] in OURS
        for parameter in inspect.signature(one.__init__).parameters.values()
        if parameter.kind == parameter.KEYWORD_ONLY
    ]
    named = [name for name in named if name not in SAID_BY_ITSELF.get(form.__name__, ())]
    return [*dict.fromkeys(named), *OF_THE_LIBRARY.get(form.__name__, ())]


@pytest.fixture
def at_the_door(canary_world, settings):
    """A request, as forms at the doors look for one; nothing is counted."""
    settings.ACCOUNT_RATE_LIMITS = {}
    request = RequestFactory().post("/")
    request.session, request.user = SessionStore(), canary_world.freja
    request._messages = FallbackStorage(request)
    with request_context(request):
        yield canary_world


def _filled(form: Any, data: MultiValueDict[str, str], told: dict[str, Any]) -> Any:
    if form is not DraftForm:
        return form(data, **told)
    # It reads all of a request, whatever the fields are called.
    request = RequestFactory().post("/")
    request.POST, request.session = data, SessionStore()  # type: ignore[assignment]
    return form(request)


@pytest.mark.parametrize("form", _forms(), ids=lambda form: form.__name__)
def test_whatever_is_typed_the_form_answers(at_the_door, form):
    about = ABOUT | PERSONS.get(form.__name__, {})
    told = {name: about[name](at_the_door) for name in _asked(form)}
    typed = words()
    names = list(_filled(form, MultiValueDict(), told).fields)
    for turn in range(TIMES):
        data: MultiValueDict[str, str] = MultiValueDict()
        for number, name in enumerate(names):
            start = (turn * 31 + number * 7 + len(form.__name__)) % len(typed)
            for part in (name, f"{name}_0", f"{name}_1"):
                # One value, or several where one is expected, or none.
                data.setlist(part, (typed + typed)[start : start + (turn + number) % 3])
        filled = _filled(form, data, told)
        filled.is_valid()
        assert set(filled.errors) <= {*filled.fields, "__all__"}
        filled.errors.as_json()
        assert "<" in filled.as_div() or not filled.fields


def test_forms_are_found():
    assert len(_forms()) > 80
    assert len(set(words())) > 200
