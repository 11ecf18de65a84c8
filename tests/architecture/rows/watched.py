"""Who opened what, notes of concern, second looks, reviews of access; keeping people away, and breaks."""

from datetime import date

from django.contrib.auth.models import Group as PermissionGroup
from django.contrib.auth.models import Permission
from django.db import transaction
from django.urls import reverse

from community import clock
from community.access_review.models import AccessReview
from community.audit.operations import enter
from community.concerns.operations import write_concern
from community.keeping_away.operations import keep_away
from community.people.models import Person
from community.second_look.models import Look, LookRound
from tests.architecture.rows.row import MEMBERS, Row, at
from tests.architecture.rows.world import roskilde
from tests.personas import World, make_person

#: Whoever looks after nobody: the others rely on their being told.
RESTS = "freja amina sofie yusuf emil mona line karla"


def _concern(world: World) -> int:
    words = dict.fromkeys(("what", "told_to", "why", "next_step"), "Kanariefuglen synger i baglokalet")
    return write_concern(actor=world.signe, network=world.roskilde, about=world.freja, **words).pk


def _round(world: World) -> int:
    return LookRound.objects.get_or_create(network=world.roskilde, month=date(2026, 2, 1))[0].pk


def _look(world: World) -> int:
    with transaction.atomic():
        entry = enter(
            actor=world.signe,
            verb="concern_read",
            subject=world.roskilde,
            reason="safety",
            about=world.freja,
            network=world.roskilde,
        )
    place = Look.objects.filter(round=_round(world)).count() + 1
    return Look.objects.create(round_id=_round(world), place=place, entry=entry).pk


def _looked_at(world: World) -> int:
    _look(world)
    return _round(world)


def _review(world: World) -> int:
    return AccessReview.objects.get_or_create(network=world.roskilde, quarter=date(2026, 1, 1))[0].pk


def _programme_review(world: World) -> int:
    _editor(world)
    AccessReview.objects.filter(network=None).update(opened_at=clock.now())
    return AccessReview.objects.get_or_create(network=None, quarter=date(2026, 1, 1))[0].pk


def _editor(world: World) -> int:
    if standing := Person.objects.filter(email="redaktion@example.com").first():
        return standing.pk
    editor = make_person("redaktion")
    group = PermissionGroup.objects.create(name="Redaktion i prøve")
    group.permissions.add(Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"))
    editor.groups.add(group)
    return editor.pk


def _jonas(world: World) -> int:
    return world.people["jonas"].pk


def _kept_away(world: World) -> int:
    """Jonas, by all youths of his network."""
    for name in ("freja", "amina", "sofie"):
        keep_away(actor=world.people[name], whom=world.people["jonas"])
    return _jonas(world)


def _all_rest(world: World) -> None:
    resting = [world.people[name].pk for name in RESTS.split()]
    Person.objects.filter(pk__in=resting).update(paused_at=clock.now())


def _on_a_break(world: World) -> str:
    _all_rest(world)
    return reverse("on_a_break")


def _come_back(world: World) -> str:
    _all_rest(world)
    return reverse("come_back")


WATCHED = [
    Row("who_has_seen", "GET", at("who_has_seen"), allowed=MEMBERS),
    Row("concerns", "GET", at("concerns", roskilde), allowed="signe tine"),
    Row("write_concern", "GET", at("write_concern", roskilde), allowed="signe tine"),
    Row("write_concern", "POST", at("write_concern", roskilde), given_back="signe tine"),
    Row("concern", "GET", at("concern", _concern), allowed="freja signe tine"),
    Row("countersign_hold", "POST", at("countersign_hold", _concern), allowed="signe tine", status=302),
    Row("lift_hold", "POST", at("lift_hold", _concern), allowed="signe tine", status=302),
    Row("answer_concern", "POST", at("answer_concern", _concern), given_back="freja"),
    Row("end_concern", "POST", at("end_concern", _concern), allowed="signe tine", status=302),
    Row("my_concerns", "GET", at("my_concerns"), allowed="freja amina sofie yusuf"),
    Row("second_look", "GET", at("second_look", _looked_at), allowed="tine"),
    Row(
        "give_second_look",
        "POST",
        at("give_second_look", _look),
        allowed="tine",
        status=302,
        data=lambda world: {"found": "fine"},
    ),
    Row("access_review", "GET", at("access_review", _review), allowed="signe ellen"),
    Row(
        "answer_for_access",
        "POST",
        at("answer_for_access", _review, lambda world: world.membership("tine").pk),
        allowed="signe",
        status=302,
        data=lambda world: {"verdict": "confirmed"},
    ),
    Row(
        "answer_for_editor",
        "POST",
        at("answer_for_editor", _programme_review, _editor),
        allowed="ellen",
        status=302,
        data=lambda world: {"verdict": "confirmed"},
    ),
    Row("kept_away", "GET", at("kept_away"), allowed="freja amina sofie yusuf mona line"),
    Row("keep_away", "POST", at("keep_away", _jonas), allowed="freja amina sofie", status=302),
    Row("close_talks", "POST", at("close_talks"), allowed="freja amina sofie yusuf", status=302),
    Row("open_talks", "POST", at("open_talks"), allowed="freja amina sofie yusuf", status=302),
    Row("take_break", "GET", at("take_break"), allowed=RESTS),
    Row("take_break", "POST", at("take_break"), allowed=RESTS, status=302),
]

#: After everything else: who keeps Jonas away sees less of him, and a break shuts all other pages.
WATCHED_LAST = [
    Row("let_back", "POST", at("let_back", _kept_away), allowed="freja amina sofie", status=302),
    Row("on_a_break", "GET", _on_a_break, allowed=RESTS, otherwise=302),
    Row("come_back", "POST", _come_back, allowed=MEMBERS, status=302),
]
