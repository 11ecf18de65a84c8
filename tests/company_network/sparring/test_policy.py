"""Who may ask, answer and close, in every state of a question."""

import pytest

from company_network.sparring.operations import close_sparring
from company_network.sparring.policy import can_ask_sparring, can_close_sparring
from forums.topics.policy import can_read, can_reply
from tests.company_network.told import ask, days, sparring_of, workplace
from tests.personas import CAST
from tests.tellings import company_board

ASKERS = {"mona"}
SEE_IT = {"mona", "signe", "tine"}


@pytest.mark.parametrize("persona", [name for name in CAST if name != "visitor"])
def test_the_companies_of_the_network_ask_and_whoever_sees_it_answers_while_it_is_open(world, persona):
    with days(0):
        person = world.who(persona)
        assert can_ask_sparring(person, company_board(world)) == (persona in ASKERS)
        topic = ask(world)
    for day, takes_answers in ((0.5, True), (6.9, True), (9.9, True), (10, False), (100, False)):
        with days(day):
            person = world.who(persona)
            assert can_read(person, topic) == (persona in SEE_IT)
            assert can_reply(person, topic) == (persona in SEE_IT and takes_answers)


def test_nobody_asks_on_a_board_of_youths_or_of_the_team(world):
    with days(0):
        for board in (world.torsdagsholdet.space.board, company_board(world)):
            assert not can_ask_sparring(world.freja, board)
        assert not can_ask_sparring(world.mona, world.torsdagsholdet.space.board)
        # The team answers among the companies, and never asks in their place.
        assert not can_ask_sparring(world.signe, company_board(world))


@pytest.mark.parametrize("persona", [name for name in CAST if name != "visitor"])
@pytest.mark.parametrize("day", [0.5, 8, 30])
def test_only_whoever_asked_closes_it_also_later(world, persona, day):
    with days(0):
        topic = ask(world, "mona")
    with days(day):
        assert can_close_sparring(world.who(persona), sparring_of(topic)) == (persona == "mona")


def test_a_colleague_of_the_workplace_closes_it_too_and_one_of_another_does_not(world):
    workplace(world, "rashid")
    with days(0):
        asked = sparring_of(ask(world, "rashid"))
    with days(1):
        assert not can_close_sparring(world.mona, asked)
    workplace(world, "mona", name="Kanelkajen")
    with days(1):
        assert not can_close_sparring(world.mona, asked)
    world.membership("mona").represents.update(company=asked.company)
    with days(1):
        assert can_close_sparring(world.mona, asked)


def test_what_is_closed_takes_no_more_answers(world):
    with days(0):
        topic = ask(world)
    with days(1):
        close_sparring(actor=world.rashid, sparring=sparring_of(topic), outcome="Vi fik to makkere.")
        assert not can_reply(world.mona, topic)
        assert can_read(world.mona, topic)
