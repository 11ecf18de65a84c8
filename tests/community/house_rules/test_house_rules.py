"""A group's house rules: every group begins with some, and its youths adopt their own by a majority of them all."""

import pytest
from django.db import IntegrityError, transaction

from community import clock
from community.house_rules.models import HouseRule, HouseRules, HouseRulesVote
from community.house_rules.operations import (
    in_force,
    propose_house_rules,
    rules_to_cite,
    take_back_house_rules,
    vote_on_house_rules,
)
from community.membership.operations import end_membership
from community.notifications.models import Notification
from community.permissions import Refused
from tests.support import needs
from tests.youth_network.agendas.test_races import at_once

OTHERS = ["sofie", "yusuf", "emil", "mona", "signe", "bo", "tine", "ellen", "visitor"]
LINES = ["Canaryrule 5e6d", "Man må sige pas."]


def told(kind):
    names = Notification.objects.filter(kind=kind).values_list("recipient__email", flat=True)
    return {email.partition("@")[0] for email in names}


@pytest.fixture
def proposal(world):
    return propose_house_rules(actor=world.freja, group=world.torsdagsholdet, lines=LINES)


def test_every_group_begins_with_rules(world):
    assert in_force(world.torsdagsholdet).version == 1
    assert rules_to_cite(world.torsdagsholdet).count() == 5
    assert HouseRules.objects.count() == 3, "one for each youth group, none for team and companies"


def test_a_majority_of_all_the_groups_youths_adopts_them(world, proposal):
    assert told("house_rules_proposed") == {"amina", "jonas"}
    assert in_force(world.torsdagsholdet).version == 1
    vote_on_house_rules(actor=world.amina, rules=proposal, yes=True)
    assert [rule.text for rule in rules_to_cite(world.torsdagsholdet)] == LINES
    assert told("house_rules_adopted") == {"freja", "amina", "jonas"}
    with pytest.raises(Refused):
        vote_on_house_rules(actor=world.jonas, rules=proposal, yes=False)


def test_a_vote_can_be_changed_and_a_proposal_without_a_majority_left_falls_quietly(world, proposal):
    vote_on_house_rules(actor=world.freja, rules=proposal, yes=False)
    vote_on_house_rules(actor=world.freja, rules=proposal, yes=True)
    vote_on_house_rules(actor=world.amina, rules=proposal, yes=False)
    before = Notification.objects.count()
    vote_on_house_rules(actor=world.jonas, rules=proposal, yes=False)
    proposal.refresh_from_db()
    assert proposal.fell_at is not None
    assert in_force(world.torsdagsholdet).version == 1
    assert Notification.objects.count() == before


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_else_proposes_or_votes(world, proposal, who):
    with pytest.raises(Refused):
        vote_on_house_rules(actor=world.who(who), rules=proposal, yes=True)
    with pytest.raises(Refused):
        take_back_house_rules(actor=world.who(who), rules=proposal)
    with pytest.raises(Refused):
        propose_house_rules(actor=world.who(who), group=world.torsdagsholdet, lines=LINES)
    assert HouseRulesVote.objects.count() == 1


@pytest.mark.parametrize("who", ["sofie", "mona", "signe", "tine"])
def test_the_database_itself_refuses_their_vote(world, proposal, who):
    with pytest.raises(IntegrityError), transaction.atomic():
        HouseRulesVote.objects.create(rules=proposal, membership=world.membership(who), yes=True)


def test_the_words_of_a_rule_never_change(world):
    with pytest.raises(IntegrityError), transaction.atomic():
        HouseRule.objects.update(text="Noget andet")


def test_one_proposal_at_a_time_which_its_proposer_takes_back(world, proposal):
    with pytest.raises(Refused):
        propose_house_rules(actor=world.amina, group=world.torsdagsholdet, lines=LINES)
    take_back_house_rules(actor=world.freja, rules=proposal)
    assert propose_house_rules(actor=world.amina, group=world.torsdagsholdet, lines=LINES).version == 3


@pytest.mark.parametrize("lines", [[], ["x"] * 13, ["x" * 301], ["  "]])
def test_rules_have_a_measure(world, lines):
    with pytest.raises(Refused):
        propose_house_rules(actor=world.freja, group=world.torsdagsholdet, lines=lines)


def test_the_page_shows_no_other_group_and_keeps_what_was_typed(world, proposal, browse):
    address = f"/groups/{world.torsdagsholdet.pk}/house-rules/"
    assert LINES[0] in browse("amina").get(address).content.decode()
    assert LINES[0] in browse("signe").get(address).content.decode()
    for who in ("sofie", "yusuf", "mona", "ellen"):
        assert browse(who).get(address).status_code == 404
    long = "Mine ord " * 60
    answer = browse("amina").post(f"{address}new/", {"rules": long})
    assert answer.status_code == 422
    assert long.strip() in answer.content.decode()


def test_when_somebody_leaves_the_proposal_is_counted_again(world, proposal):
    vote_on_house_rules(actor=world.amina, rules=proposal, yes=False)
    end_membership(actor=world.signe, membership=world.membership("amina"))
    proposal.refresh_from_db()
    assert (proposal.adopted_at, proposal.fell_at) == (None, None), "one yes of two is no majority"
    end_membership(actor=world.signe, membership=world.membership("jonas"))
    proposal.refresh_from_db()
    assert proposal.adopted_at is not None


def test_a_proposal_whose_proposer_leaves_falls(world, proposal):
    end_membership(actor=world.signe, membership=world.membership("freja"))
    proposal.refresh_from_db()
    assert proposal.fell_at is not None


@needs("postgresql")
@pytest.mark.django_db(transaction=True)
def test_two_last_votes_at_once_adopt_once(aworld):
    rules = propose_house_rules(actor=aworld.freja, group=aworld.torsdagsholdet, lines=LINES)
    at_once(
        clock.now(),
        *(
            lambda who=who: vote_on_house_rules(actor=aworld.who(who), rules=rules, yes=True)
            for who in ("amina", "jonas")
        ),
    )
    assert told("house_rules_adopted") == {"freja", "amina", "jonas"}
    assert in_force(aworld.torsdagsholdet).pk == rules.pk
