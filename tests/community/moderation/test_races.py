"""Two who act at once, on a database that lets two write at once: one wins, and the other is told."""

import pytest

from community import clock
from community.membership.operations import begin_membership
from community.moderation.alarms import raise_due_alarms
from community.moderation.appeals import answer_appeal, appeal
from community.moderation.deeds import ActedMeanwhile, close_case, hide_thing, let_stand
from community.moderation.models import Alarm, Appeal, Case, Deed, Report
from community.moderation.taking import take_case
from community.moderation.undoing import undo_deed
from community.notifications.models import Notification
from community.permissions import Refused
from community.roles import GroupKind, Role
from forums.topics.models import Post
from forums.writing.operations import edit_post
from tests.care import deed, held, said_about, the_case
from tests.personas import make_person
from tests.support import needs
from tests.tellings import answer, youth_topic
from tests.youth_network.agendas.test_races import at_once

pytestmark = [needs("postgresql"), pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(aworld):
    aworld.people["karen"] = karen = make_person("karen")
    team = aworld.group(aworld.roskilde, GroupKind.TEAM)
    begin_membership(actor=aworld.signe, person=karen, role=Role.CONSULTANT, group=team)
    return aworld


@pytest.fixture
def reply(world):
    return answer(world, youth_topic(world), "jonas")


def both(*deeds):
    return at_once(clock.now(), *deeds)


def told_apart(answers):
    """How many won, and how many were told that somebody was quicker."""
    refused = [one for one in answers if isinstance(one, Refused)]
    assert all(isinstance(one, ActedMeanwhile) for one in refused)
    return len(answers) - len(refused), len(refused)


@pytest.mark.parametrize("_again", range(5))
def test_of_two_consultants_at_once_one_wins_and_the_other_is_told(world, reply, _again):
    said_about(world, "amina", reply)
    case = the_case(reply)
    rule = held(case)
    answers = both(
        lambda: hide_thing(actor=world.signe, case=case, version=case.version, **rule),
        lambda: close_case(actor=world.karen, case=case, version=case.version),
    )
    assert told_apart(answers) == (1, 1)
    assert Deed.objects.count() == 1
    assert Case.objects.get().version == case.version + 1


def test_of_three_who_take_it_one_has_it(world, reply):
    said_about(world, "amina", reply, "worried")
    case = the_case(reply)
    answers = both(
        *(
            lambda who=who: take_case(actor=world.who(who), case=case, version=case.version)
            for who in ("signe", "karen", "tine")
        )
    )
    assert told_apart(answers) == (1, 2)
    assert Notification.objects.filter(kind="worry_seen").count() == 1


@pytest.mark.parametrize("_again", range(3))
def test_many_who_speak_of_one_thing_at_once_open_one_case(world, reply, _again):
    answers = both(*(lambda who=who: said_about(world, who, reply) for who in ("amina", "freja", "signe", "tine") * 2))
    assert all(isinstance(one, Report) for one in answers)
    assert (Case.objects.count(), Report.objects.count()) == (1, 4)
    # Nobody reads along: the third of them hid it, once.
    assert Deed.objects.filter(kind="until_seen").count() == 1
    assert Post.objects.get(pk=reply.pk).hidden_at is not None


def test_a_report_while_somebody_closes_is_never_lost(world, reply):
    said_about(world, "amina", reply)
    case = the_case(reply)
    answers = both(
        lambda: close_case(actor=world.signe, case=case, version=case.version),
        lambda: said_about(world, "freja", reply, "other"),
    )
    assert isinstance(answers[1], Report)
    if isinstance(answers[0], Refused):
        assert Case.objects.get().closed_at is None
    else:
        assert Case.objects.open().get().reports.count() == 1


def test_two_workers_call_once(world, reply):
    said_about(world, "amina", reply, "worried")
    Case.objects.update(alarm_at=clock.now())
    before = Alarm.objects.count()
    both(raise_due_alarms, raise_due_alarms, raise_due_alarms)
    steps = Alarm.objects.order_by("pk").values_list("step", flat=True)[before:]
    assert len(set(steps)) == 1
    assert Alarm.objects.count() == before + 3, "Signe, Karen and Tine, once"


def test_taking_it_while_it_calls_leaves_no_clock(world, reply):
    said_about(world, "amina", reply, "worried")
    Case.objects.update(alarm_at=clock.now())
    case = the_case(reply)
    both(raise_due_alarms, lambda: take_case(actor=world.signe, case=case, version=case.version))
    case.refresh_from_db()
    assert (case.alarm_at, case.taken_by) == (None, world.signe)


def test_one_undoing_tapped_twice_at_once_is_one(world, reply):
    said_about(world, "amina", reply)
    done = deed(world, "signe", hide_thing, the_case(reply), **held(the_case(reply)))
    version = Case.objects.get().version
    tap = lambda: undo_deed(actor=world.signe, deed=done, version=version)  # noqa: E731
    assert told_apart(both(tap, tap)) == (1, 1)
    assert Notification.objects.filter(kind="deed_undone").count() == 1


def test_an_appeal_is_answered_once(world, reply):
    said_about(world, "amina", reply)
    done = deed(world, "signe", hide_thing, the_case(reply), **held(the_case(reply)))
    tap = lambda: appeal(actor=world.jonas, deed=done)  # noqa: E731
    assert len({made.pk for made in both(tap, tap, tap)}) == 1
    made = Appeal.objects.select_related("deed__case").get()
    version = Case.objects.get().version
    answers = both(
        lambda: answer_appeal(actor=world.karen, appeal=made, version=version, changed=True, answer="Ja"),
        lambda: answer_appeal(actor=world.karen, appeal=made, version=version, changed=False, answer="Nej"),
    )
    assert told_apart(answers) == (1, 1)
    assert (Appeal.objects.get().changed is True) == (Post.objects.get(pk=reply.pk).hidden_at is None)


def test_its_author_changes_it_while_it_is_let_stand(world, browse, reply):
    said_about(world, "amina", reply)
    case = the_case(reply)
    deed(world, "signe", hide_thing, case, **held(case))
    case.refresh_from_db()
    both(
        lambda: let_stand(actor=world.signe, case=case, version=case.version),
        lambda: edit_post(actor=world.jonas, post=reply, words={"body": "Andre ord"}),
    )
    post = Post.objects.get(pk=reply.pk)
    assert post.body == "Andre ord"
    case.refresh_from_db()
    assert (post.hidden_at is None) or case.closed_at is None, "what is hidden waits for somebody"
