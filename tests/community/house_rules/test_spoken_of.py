"""A proposal of house rules is somebody's words: it can be spoken of, and while it is hidden nobody votes."""

import pytest
from django.urls import reverse

from community.house_rules.models import HouseRules
from community.house_rules.operations import in_force, propose_house_rules, vote_on_house_rules
from community.moderation.deeds import hide_thing, let_stand
from community.moderation.models import Case
from community.permissions import Refused
from tests.care import deed, held, said_about, the_case

CANARY = "Kanariefuglen må ikke komme"


@pytest.fixture
def proposal(world):
    return propose_house_rules(actor=world.freja, group=world.torsdagsholdet, lines=[CANARY, "Man må sige pas."])


def reads(browse, who, world):
    html = browse(who).get(reverse("house_rules", args=[world.torsdagsholdet.pk])).content.decode()
    return CANARY in html


def test_an_open_proposal_is_taken_off_the_table_and_put_back_to_the_vote(world, browse, proposal):
    address = reverse("report", args=["house_rules", proposal.pk])
    page = reverse("house_rules", args=[world.torsdagsholdet.pk])
    assert address in browse("amina").get(page).content.decode()
    assert address not in browse("freja").get(page).content.decode(), "one's own"
    assert CANARY in browse("amina").get(address).content.decode()
    browse("amina").post(address, {"what": "hurts"})
    case = Case.objects.get()
    assert (case.author, case.space) == (world.freja, world.torsdagsholdet.space)
    done = deed(world, "signe", hide_thing, case, **held(case))
    assert not any(reads(browse, who, world) for who in ("freja", "amina", "jonas", "signe"))
    assert browse("jonas").get(address).status_code == 404
    assert CANARY in browse("freja").get(reverse("deed", args=[done.pk])).content.decode()
    assert CANARY in browse("signe").get(reverse("case", args=[case.pk])).content.decode()
    with pytest.raises(Refused):
        vote_on_house_rules(actor=world.amina, rules=proposal, yes=True)
    deed(world, "signe", let_stand, case)
    assert reads(browse, "amina", world)
    vote_on_house_rules(actor=world.amina, rules=proposal, yes=True)
    assert in_force(world.torsdagsholdet) == proposal


def test_it_stays_off_the_table_where_another_one_is_voted_on_meanwhile(world, browse, proposal):
    said_about(world, "amina", proposal)
    case = the_case(proposal)
    deed(world, "signe", hide_thing, case, **held(case))
    other = propose_house_rules(actor=world.jonas, group=world.torsdagsholdet, lines=["Vi lytter."])
    deed(world, "signe", let_stand, case)
    assert not reads(browse, "amina", world)
    open_ = HouseRules.objects.filter(adopted_at=None, fell_at=None, proposed_by__isnull=False)
    assert list(open_) == [other]


def test_what_the_group_has_adopted_is_nobodys_to_take_away(world, browse, proposal):
    vote_on_house_rules(actor=world.amina, rules=proposal, yes=True)
    proposal.refresh_from_db()
    said_about(world, "jonas", proposal)
    case = the_case(proposal)
    html = browse("signe").get(reverse("case", args=[case.pk])).content.decode()
    assert reverse("hide_thing", args=[case.pk]) not in html
    with pytest.raises(Refused):
        deed(world, "signe", hide_thing, case, **held(case))
    assert in_force(world.torsdagsholdet) == proposal
