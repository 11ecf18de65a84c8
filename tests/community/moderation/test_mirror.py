"""The month in numbers: for everybody in the network, and nothing about fewer than five people."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from community import clock
from community.membership.operations import begin_membership
from community.moderation.appeals import answer_appeal, appeal
from community.moderation.deeds import hide_thing
from community.moderation.mirror import mirror_of, months
from community.moderation.models import Appeal, Case, Deed
from community.moderation.undoing import undo_deed
from community.roles import GroupKind, Role
from tests.care import a_rule, deed, held, said_about, the_case
from tests.personas import make_person
from tests.tellings import answer, youth_topic


@pytest.fixture
def month():
    return months()[0]


@pytest.fixture
def youths(world):
    """Six more of Torsdagsholdet."""
    names = [f"ung{number}" for number in range(6)]
    for name in names:
        world.people[name] = person = make_person(name)
        begin_membership(actor=world.signe, person=person, role=Role.YOUTH, group=world.torsdagsholdet)
    return names


def in_month(month, day=5):
    return datetime(month.year, month.month, day, 12, tzinfo=timezone.get_default_timezone())


def hide(world, who, month, **more):
    """An answer of theirs is hidden, twenty minutes after somebody said something about it, in that month."""
    reply = answer(world, youth_topic(world), who)
    said_about(world, "amina", reply)
    case = the_case(reply)
    done = deed(world, "signe", hide_thing, case, **(held(case) | more))
    at = in_month(month)
    Deed.objects.filter(pk=done.pk).update(at=at)
    Case.objects.filter(pk=case.pk).update(
        opened_at=at - timedelta(minutes=20), taken_at=at, closed_at=at, reported_at=at
    )
    return Deed.objects.get(pk=done.pk)


def test_sums_of_five_and_more_are_shown_to_everybody_there(world, browse, youths, month):
    done = [hide(world, who, month) for who in youths]
    mirror = mirror_of(world.roskilde.pk, month)
    assert (mirror.deeds, mirror.kinds) == (6, [("Skjult", 6)])
    assert mirror.rules == [(a_rule(done[0].case).text, 6)]
    assert mirror.median_wait == timedelta(minutes=20)
    assert (mirror.undone, mirror.appeals) == (None, None)
    address = reverse("care_mirror", args=[world.roskilde.pk])
    for who in ("freja", "mona", "signe", "tine", "ellen"):
        html = browse(who).get(address).content.decode()
        assert "20 minutter eller mindre" in html, who
        assert "For få til at vise" in html, who
    for who in ("yusuf", "bo", "line", "emil", "karla"):
        assert browse(who).get(address).status_code == 404, who
    assert mirror_of(world.horsens.pk, month).deeds is None
    assert mirror_of(world.roskilde.pk, months()[1]).deeds is None


def test_what_is_about_fewer_than_five_is_shown_nowhere(world, browse, youths, month):
    for who in youths[:4] * 3:
        hide(world, who, month)
    mirror = mirror_of(world.roskilde.pk, month)
    assert (mirror.deeds, mirror.kinds, mirror.rules, mirror.median_wait) == (None, [], [], None)
    html = browse("freja").get(reverse("care_mirror", args=[world.roskilde.pk])).content.decode()
    assert "12" not in html[html.index("<dl") : html.index("</dl>")]


def test_nothing_can_be_reckoned_back_to_fewer_than_five(world, youths, month):
    """Five by one rule and one by another: with the sum of six, the parts would tell of the one."""
    for who in youths[1:]:
        hide(world, who, month)
    one = hide(world, youths[0], month)
    Deed.objects.filter(pk=one.pk).update(rule_text="En anden regel")
    mirror = mirror_of(world.roskilde.pk, month)
    assert (mirror.deeds, mirror.rules) == (6, [])


def appealed(world, who, month, changed):
    done = hide(world, who, month)
    made = appeal(actor=world.who(who), deed=done)
    told = {"changed": changed, "answer": "Jeg har set på det."}
    case = Case.objects.get(pk=done.case_id)
    answer_appeal(actor=world.who("karen"), appeal=made, version=case.version, **told)
    Appeal.objects.filter(pk=made.pk).update(answered_at=in_month(month, 7))


@pytest.fixture
def second(world):
    world.people["karen"] = person = make_person("karen")
    team = world.group(world.roskilde, GroupKind.TEAM)
    begin_membership(actor=world.signe, person=person, role=Role.CONSULTANT, group=team)


def test_six_who_asked_and_five_of_whom_heard_otherwise_give_the_one_away(world, second, youths, month):
    for who in youths[1:]:
        appealed(world, who, month, changed=True)
    mirror = mirror_of(world.roskilde.pk, month)
    assert (mirror.appeals, mirror.appeals_changed) == (5, 5), "all of them"
    appealed(world, youths[0], month, changed=False)
    mirror = mirror_of(world.roskilde.pk, month)
    assert (mirror.appeals, mirror.appeals_changed) == (6, None)


def test_five_who_heard_otherwise_and_five_who_did_not_are_both_shown(world, second, youths, month):
    for who in youths[:5]:
        appealed(world, who, month, changed=True)
        appealed(world, who, month, changed=False)
    mirror = mirror_of(world.roskilde.pk, month)
    assert (mirror.appeals, mirror.appeals_changed) == (10, 5)


def test_what_was_taken_back_is_counted_in_its_month(world, youths, month):
    for who in youths:
        done = hide(world, who, month)
        undo_deed(actor=world.signe, deed=done, version=Case.objects.get(pk=done.case_id).version)
        Deed.objects.filter(pk=done.pk).update(undone_at=in_month(month, 6))
    assert mirror_of(world.roskilde.pk, month).undone == 6


def test_only_full_months_are_shown_and_nonsense_is_not_found(world, browse):
    now = timezone.localdate(clock.now())
    assert all((found.year, found.month) != (now.year, now.month) for found in months())
    freja = browse("freja")
    address = reverse("care_mirror", args=[world.roskilde.pk])
    for odd in ("2026-13", "x", f"{now:%Y-%m}", "1999-01"):
        assert freja.get(address + f"?month={odd}").status_code == 404
    assert freja.get(address + f"?month={months()[3]:%Y-%m}").status_code == 200
