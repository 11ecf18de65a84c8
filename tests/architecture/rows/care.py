"""Saying that something is wrong, and looking after it."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse

from community import clock
from community.care_rules.models import CareRules
from community.house_rules.operations import rules_of_a_place
from community.membership.models import Membership
from community.moderation.appeals import appeal
from community.moderation.deeds import hand_over_case, hide_thing
from community.moderation.models import Case, Deed, Report
from tests.architecture.rows.row import MEMBERS, Row, at
from tests.architecture.rows.world import roskilde
from tests.care import said_about
from tests.personas import World
from tests.tellings import answer, youth_topic


def _jonas_is_there(world: World) -> None:
    """Whatever the rows before did about him."""
    mine = Membership.objects.filter(person=world.people["jonas"], group=world.torsdagsholdet)
    if not mine.filter(ended_at=None, paused_until=None).exists():
        newest = mine.latest("pk")
        others = Membership.objects.filter(person=newest.person, ended_at=None).exclude(pk=newest.pk)
        others.update(ended_at=clock.now())
        mine.filter(pk=newest.pk).update(ended_at=None, paused_until=None)


def _said(world: World) -> Report:
    """Amina says something about an answer of Jonas's."""
    _jonas_is_there(world)
    return said_about(world, "amina", answer(world, youth_topic(world), "jonas"), "hurts", words="Av")


def _case(world: World) -> int:
    return _said(world).case_id


def _handed_over(world: World) -> int:
    case = _said(world).case
    return hand_over_case(actor=world.signe, case=case, version=_now(case).version, to=world.tine).case_id


def _worry(world: World) -> int:
    _jonas_is_there(world)
    return said_about(world, "amina", answer(world, youth_topic(world), "jonas"), "worried").case_id


def _about_signe(world: World) -> int:
    """A case about the only consultant, with Bo as deputy."""
    CareRules.objects.update_or_create(network=world.roskilde, defaults={"deputy": world.people["bo"]})
    case = said_about(world, "amina", answer(world, youth_topic(world), "signe")).case_id
    CareRules.objects.filter(network=world.roskilde).delete()
    return case


def _now(case: Case) -> Case:
    return Case.objects.select_related("space__group").get(pk=case.pk)


def _rule(case: Case) -> Any:
    return rules_of_a_place(case.network_id, case.space)[0]


def _hidden(world: World) -> Deed:
    case = _now(_said(world).case)
    return hide_thing(actor=world.signe, case=case, version=case.version, rule=_rule(case))


def _hidden_by_signe(world: World) -> int:
    return _hidden(world).pk


def _appealed(world: World) -> int:
    """Jonas asks for another look; Bo is the deputy, since Signe did it."""
    CareRules.objects.update_or_create(network=world.roskilde, defaults={"deputy": world.people["bo"]})
    made = appeal(actor=world.jonas, deed=_hidden(world)).pk
    CareRules.objects.filter(network=world.roskilde).delete()
    return made


def _version(world: World) -> dict[str, Any]:
    return {"version": Case.objects.latest("pk").version}


def _deed(**more: Any) -> Callable[[World], dict[str, Any]]:
    """What a form of a deed sends about the newest case."""

    def data(world: World) -> dict[str, Any]:
        case = Case.objects.select_related("space__group").latest("pk")
        rule = _rule(case)
        key = "house" if hasattr(rule, "rules_id") else "general"
        return {"version": case.version, "rule": f"{key}-{rule.pk}", "words": "Fordi det sårer."} | more

    return data


def _post(world: World) -> str:
    return reverse("report", args=["post", answer(world, youth_topic(world), "jonas").pk])


def _person(world: World) -> str:
    return reverse("report", args=["person", world.people["jonas"].pk])


def _report(world: World) -> int:
    return _said(world).pk


def _tine(world: World) -> dict[str, Any]:
    return {"version": Case.objects.latest("pk").version, "to": world.people["tine"].pk}


CARE = [
    Row("care_queue", "GET", at("care_queue"), allowed="signe bo tine"),
    Row("report", "GET", _post, allowed="freja amina signe tine"),
    Row("report", "POST", _post, allowed="freja amina signe tine", status=302, data=lambda world: {"what": "hurts"}),
    Row("report", "GET", _person, allowed="freja amina sofie signe tine", about="a person"),
    Row("say_something", "GET", at("say_something"), allowed=MEMBERS),
    Row("my_care", "GET", at("my_care"), allowed=MEMBERS),
    Row("my_report", "GET", at("my_report", _report), allowed="amina"),
    Row("deed", "GET", at("deed", _hidden_by_signe), about="of somebody else"),
    Row("appeal", "POST", at("appeal", _hidden_by_signe), about="of somebody else"),
    Row("undo_deed", "POST", at("undo_deed", _hidden_by_signe), allowed="signe", status=302, data=_version),
    Row(
        "answer_appeal",
        "POST",
        at("answer_appeal", _appealed),
        allowed="bo",
        given_back="signe",
        status=302,
        data=lambda world: _version(world) | {"answer": "Det står.", "changed": "no"},
    ),
    Row("case", "GET", at("case", _case), allowed="signe"),
    Row("case", "GET", at("case", _worry), allowed="signe tine", about="a worry"),
    Row("case", "GET", at("case", _handed_over), allowed="signe tine", about="handed over"),
    Row("case", "GET", at("case", _about_signe), allowed="bo", about="about the only consultant"),
    Row("take_case", "POST", at("take_case", _case), allowed="signe", status=302, data=_version),
    Row("give_back_case", "POST", at("give_back_case", _case), allowed="signe", status=302, data=_version),
    Row(
        "note_on_case",
        "POST",
        at("note_on_case", _case),
        allowed="signe",
        status=302,
        data=lambda world: {"words": "Hm"},
    ),
    Row("hide_thing", "POST", at("hide_thing", _case), allowed="signe", status=302, data=_deed()),
    Row("let_stand", "POST", at("let_stand", _case), given_back="signe", data=_version),
    Row("ask_to_change", "POST", at("ask_to_change", _case), allowed="signe", status=302, data=_deed()),
    Row("close_topic", "POST", at("close_topic", _case), given_back="signe", data=_deed()),
    Row("move_topic", "POST", at("move_topic", _case), given_back="signe", data=_deed()),
    Row("hide_all_since", "POST", at("hide_all_since", _case), allowed="signe", status=302, data=_deed(hours=1)),
    Row("hand_over_case", "POST", at("hand_over_case", _case), allowed="signe", status=302, data=_tine),
    Row("close_case", "POST", at("close_case", _case), allowed="signe", status=302, data=_version),
    Row("care_rules", "GET", at("care_rules", roskilde), allowed="signe ellen"),
    Row(
        "care_rules",
        "POST",
        at("care_rules", roskilde),
        allowed="signe ellen",
        status=302,
        data=lambda world: {"first_posts": 0},
    ),
    Row("care_mirror", "GET", at("care_mirror", roskilde), allowed="freja amina sofie mona signe tine ellen"),
    Row("general_rules", "GET", at("general_rules", roskilde), allowed="freja amina sofie mona signe tine"),
    Row(
        "general_rules",
        "POST",
        at("general_rules", roskilde),
        allowed="signe",
        refused="freja amina sofie mona tine",
        status=302,
        data=lambda world: {"rules": "Vi taler ordentligt."},
    ),
]

#: After everything else: they end what Jonas may do.
CARE_LAST = [
    Row("pause_person", "POST", at("pause_person", _case), allowed="signe", status=302, data=_deed(hours=2)),
    Row(
        "end_membership_by_rule",
        "POST",
        at("end_membership_by_rule", _worry),
        allowed="signe",
        refused="",
        given_back="tine",
        status=302,
        data=_deed(),
    ),
]
