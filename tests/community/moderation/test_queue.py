"""The queue: the nearest danger first, and as many questions whatever waits in it."""

import pytest
from django.urls import reverse

from community.moderation.appeals import appeal
from community.moderation.cases import queue_of
from community.moderation.deeds import ask_to_change, close_case, hide_thing
from community.moderation.models import Case
from community.moderation.taking import take_case
from tests.care import deed, deputy, held, said_about, the_case
from tests.tellings import answer, youth_topic

#: Session, person, memberships, factors; cases (may one see any, waiting appeals, the cases, their reports); hours and
#: rules of care beside them; the shell's marks.
QUERIES_OF_QUEUE = 9
QUERIES_OF_CASE = 32


@pytest.fixture
def topic(world):
    return youth_topic(world)


def case_of(world, topic, what, who="amina", author="jonas"):
    reply = answer(world, topic, author)
    said_about(world, who, reply, what)
    return the_case(reply)


def pks(lines):
    return [line.case.pk for line in lines]


def test_worries_come_first_then_what_hurts_and_the_newest_before_older(world, topic):
    deputy(world, "bo")
    advert, name, other = (case_of(world, topic, what).pk for what in ("advertising", "names", "other"))
    old_hurt, new_hurt = (case_of(world, topic, "hurts").pk for _number in range(2))
    worry = case_of(world, topic, "worried").pk
    taken = case_of(world, topic, "hurts")
    deed(world, "signe", take_case, taken)
    waits = case_of(world, topic, "hurts")
    deed(world, "signe", ask_to_change, waits, words="Skriv det om", **held(waits))
    closed = case_of(world, topic, "other")
    deed(world, "signe", close_case, closed)
    queue = queue_of(world.signe, Case.objects.visible_to(world.signe))
    assert pks(queue.worries) == [worry]
    assert pks(queue.waiting) == [new_hurt, old_hurt, name, other, advert]
    assert set(pks(queue.taken)) == {taken.pk, waits.pk}
    assert queue.appeals == []


def test_what_becomes_a_worry_moves_up(world, topic):
    case = case_of(world, topic, "advertising")
    reply = topic.posts.get(position=1)
    said_about(world, "freja", reply, "worried")
    queue = queue_of(world.signe, Case.objects.visible_to(world.signe))
    assert pks(queue.worries) == [case.pk]
    assert len(queue.worries[0].kinds) == 2


def test_an_appeal_stands_before_whoever_may_judge_it_alone(world, topic):
    deputy(world, "bo")
    case = case_of(world, topic, "hurts")
    done = deed(world, "signe", hide_thing, case, **held(case))
    appeal(actor=world.jonas, deed=done)
    assert pks(queue_of(world.bo, Case.objects.visible_to(world.bo)).appeals) == [case.pk]
    assert not queue_of(world.signe, Case.objects.visible_to(world.signe))


@pytest.mark.parametrize("count", [1, 3, 12])
def test_the_queue_costs_the_same_whatever_waits(world, browse, topic, count, django_assert_num_queries):
    for number in range(count):
        case_of(world, topic, ("hurts", "worried", "names")[number % 3])
    signe = browse("signe")
    signe.get(reverse("since_last"))
    with django_assert_num_queries(QUERIES_OF_QUEUE):
        signe.get(reverse("care_queue"))


@pytest.mark.parametrize("count", [1, 3])
def test_a_case_costs_the_same_whatever_was_said_and_done(world, browse, topic, count, django_assert_num_queries):
    case = case_of(world, topic, "hurts")
    for who in ("freja", "tine", "signe")[:count]:
        said_about(world, who, topic.posts.get(position=1), "other")
    for _number in range(count):
        deed(world, "signe", ask_to_change, case, words="Skriv det om", **held(case))
        case_of(world, topic, "other")
    signe = browse("signe")
    signe.get(reverse("since_last"))
    with django_assert_num_queries(QUERIES_OF_CASE):
        signe.get(reverse("case", args=[case.pk]))
