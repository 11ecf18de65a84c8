"""What the rules say where no page leads: each says no by itself, whoever was asked before it."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from community import clock
from community.house_rules.policy import can_change_general_rules
from community.membership.models import Membership
from community.membership.policy import can_end_membership
from community.moderation.policy import can_act
from community.people.models import Person
from community.people.policy import needs_second_factor
from community.roles import GroupKind
from forums.boards.policy import can_post_topic
from forums.writing.policy import can_see_history
from home.enquiries.policy import can_read_enquiries
from tests.care import said_about, the_case
from tests.personas import CAST
from tests.tellings import youth_topic
from youth_network.agendas.operations import propose_item
from youth_network.agendas.policy import can_propose_item, can_take_up_again

pytestmark = pytest.mark.django_db


def allowed(world, rule, *about) -> set[str]:
    """Whom of the cast the rule lets."""
    return {name for name in CAST if name != "visitor" and rule(world.who(name), *about)}


def test_general_rules_are_the_consultants_of_the_network(world):
    assert allowed(world, can_change_general_rules, world.roskilde) == {"signe"}


def test_programme_staff_end_what_programme_staff_hold(world):
    assert allowed(world, can_end_membership, world.membership("ellen")) == {"ellen"}
    assert allowed(world, can_end_membership, world.membership("signe")) == {"signe", "ellen"}


def test_a_case_is_acted_on_by_the_consultants_who_may_look_after_it(world):
    post = youth_topic(world).posts.get(position=0)
    said_about(world, "amina", post)
    assert allowed(world, can_act, the_case(post)) == {"signe"}


def test_who_is_nobody_or_has_left_needs_no_second_factor(world):
    assert not needs_second_factor(AnonymousUser())
    assert needs_second_factor(world.signe)
    Person.objects.filter(pk=world.signe.pk).update(is_active=False)
    assert not needs_second_factor(world.signe)


def test_who_is_paused_posts_no_topic(world):
    board = world.torsdagsholdet.space.board
    assert allowed(world, can_post_topic, board) == {"freja", "amina", "signe", "tine"}
    Membership.objects.filter(person=world.freja.pk).update(paused_until=clock.now() + timedelta(days=1))
    assert allowed(world, can_post_topic, board) == {"amina", "signe", "tine"}


def test_earlier_words_are_for_who_wrote_them_and_the_consultants(world):
    assert allowed(world, can_see_history, youth_topic(world).posts.get(position=0)) == {"freja", "signe"}


def test_messages_to_us_reach_nobody_who_has_left(world):
    assert allowed(world, can_read_enquiries) == {"signe", "bo"}
    Person.objects.filter(pk=world.bo.pk).update(is_active=False)
    assert allowed(world, can_read_enquiries) == {"signe"}


def test_an_agenda_is_a_youth_groups_alone(world):
    assert allowed(world, can_propose_item, world.torsdagsholdet) == {"freja", "amina", "signe"}
    assert allowed(world, can_propose_item, world.group(world.roskilde, GroupKind.COMPANY_NETWORK)) == set()


def test_only_what_was_parked_is_taken_up_again(world):
    item = propose_item(actor=world.freja, group=world.torsdagsholdet, title="Pauser")
    assert allowed(world, can_take_up_again, item) == set()
