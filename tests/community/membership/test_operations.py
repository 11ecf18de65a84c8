"""Founding, grouping, moving, ending: the state after, who was cut off, and what the database refuses."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from community.activity.models import ActivityRecord
from community.membership.models import Group, Membership, Network
from community.membership.operations import (
    begin_membership,
    deactivate_person,
    end_membership,
    found_network,
    make_group,
    move_youth,
)
from community.people.models import AccessEnding
from community.permissions import Refused
from community.roles import GroupKind, Role
from community.spaces.models import Space
from tests.personas import CAST, make_person


def test_a_municipality_of_many_marks_fits_into_the_names_of_its_groups(world):
    """Marks above and below letters count as the column counts them."""
    network = found_network(actor=world.ellen, name="NExTWORK", municipality="a" + "\u0301" * 79)
    assert {len(group.name) for group in network.groups.all()} == {80}


@pytest.mark.parametrize("name", [name for name in CAST if name not in ("ellen", "visitor")])
def test_only_programme_staff_found_networks(world, name):
    with pytest.raises(Refused):
        found_network(actor=world.who(name), name="NExTWORK Vejle", municipality="Vejle")
    assert Network.objects.count() == 2


def test_a_new_network_has_its_team_companies_and_youth_forum(world):
    network = found_network(actor=world.ellen, name="NExTWORK Vejle", municipality="Vejle")
    assert {group.kind for group in network.groups.all()} == {GroupKind.TEAM, GroupKind.COMPANY_NETWORK}
    assert {space.kind for space in Space.objects.filter(network=network)} == {"team", "company", "youth_forum"}
    assert all(space.board for space in Space.objects.filter(network=network))


@pytest.mark.parametrize("name", [name for name in CAST if name not in ("signe", "visitor")])
def test_only_the_networks_consultants_make_groups(world, name):
    with pytest.raises(Refused):
        make_group(actor=world.who(name), network=world.roskilde, name="Fredagsholdet")
    assert not Group.objects.filter(name="Fredagsholdet").exists()


def test_ending_a_membership_ends_reading_at_once(world):
    freja = world.freja
    assert Space.objects.visible_to(freja).count() == 2
    end_membership(actor=world.signe, membership=world.membership("freja"))
    assert Space.objects.visible_to(world.freja).count() == 0
    assert AccessEnding.objects.filter(person=freja, reason="membership_ended", session_digest="").count() == 1
    assert ActivityRecord.objects.filter(kind="membership_ended", actor=world.signe).count() == 2


def test_ending_twice_changes_nothing(world):
    membership = world.membership("freja")
    first = end_membership(actor=world.signe, membership=membership).ended_at
    assert end_membership(actor=world.signe, membership=membership).ended_at == first
    assert AccessEnding.objects.filter(person=world.freja).count() == 1


@pytest.mark.parametrize("name", ["amina", "sofie", "yusuf", "mona", "tine", "bo", "ellen", "karla"])
def test_others_cannot_end_a_youths_membership(world, name):
    with pytest.raises(Refused):
        end_membership(actor=world.who(name), membership=world.membership("freja"))
    assert world.membership("freja").ended_at is None


def test_one_can_always_leave(world):
    end_membership(actor=world.freja, membership=world.membership("freja"))
    assert not world.freja.current_memberships()


def test_moving_a_youth_changes_what_they_see(world):
    move_youth(actor=world.signe, membership=world.membership("freja"), group=world.mandagsholdet)
    seen = set(Space.objects.visible_to(world.freja))
    assert world.mandagsholdet.space in seen
    assert world.torsdagsholdet.space not in seen
    assert Membership.objects.filter(person=world.freja).count() == 2
    assert AccessEnding.objects.filter(person=world.freja).count() == 1


def test_a_youth_is_not_moved_into_another_network(world):
    with pytest.raises(Refused):
        move_youth(actor=world.signe, membership=world.membership("freja"), group=world.onsdagsholdet)
    with pytest.raises(Refused):
        move_youth(actor=world.bo, membership=world.membership("freja"), group=world.mandagsholdet)
    assert world.membership("freja").group == world.torsdagsholdet


def test_closing_an_account_ends_everything(world):
    deactivate_person(actor=world.freja, person=world.freja)
    assert not world.freja.is_active
    assert not Membership.objects.current().filter(person=world.freja).exists()
    assert AccessEnding.objects.filter(person=world.freja, reason="deactivated").exists()
    with pytest.raises(Refused):
        deactivate_person(actor=world.signe, person=world.amina)


# --- what the database itself refuses ------------------------------------------------------------------------------
def test_a_youth_stands_in_one_group_of_the_network(world):
    with pytest.raises(IntegrityError), transaction.atomic():
        begin_membership(actor=None, person=world.freja, role=Role.YOUTH, group=world.mandagsholdet)


@pytest.mark.parametrize(
    ("role", "kind"),
    [
        (Role.YOUTH, GroupKind.TEAM),
        (Role.YOUTH, GroupKind.COMPANY_NETWORK),
        (Role.COMPANY, GroupKind.TEAM),
        (Role.CONSULTANT, GroupKind.COMPANY_NETWORK),
        (Role.PSYCHOLOGIST, GroupKind.YOUTH_GROUP),
    ],
)
def test_a_role_stands_only_in_its_kind_of_group(world, role, kind):
    group = world.roskilde.groups.filter(kind=kind).first()
    with pytest.raises(DatabaseError), transaction.atomic():
        Membership.objects.create(person=make_person("ny"), network=world.roskilde, group=group, role=role)


def test_a_group_of_another_network_is_refused(world):
    with pytest.raises(DatabaseError), transaction.atomic():
        Membership.objects.create(
            person=make_person("ny"), network=world.horsens, group=world.torsdagsholdet, role=Role.YOUTH
        )
    with pytest.raises(DatabaseError), transaction.atomic():
        Membership.objects.filter(pk=world.membership("freja").pk).update(network=world.horsens)


def test_a_group_keeps_its_network_and_kind(world):
    with pytest.raises(DatabaseError), transaction.atomic():
        Group.objects.filter(pk=world.torsdagsholdet.pk).update(network=world.horsens)
    with pytest.raises(DatabaseError), transaction.atomic():
        Group.objects.filter(pk=world.torsdagsholdet.pk).update(kind=GroupKind.TEAM)


@pytest.mark.parametrize(("role", "group"), [(Role.YOUTH, None), (Role.PROGRAMME, "torsdagsholdet")])
def test_a_role_without_its_place_is_refused(world, role, group):
    place = getattr(world, group) if group else None
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(person=make_person("ny"), network=place and place.network, group=place, role=role)


def test_a_membership_does_not_end_before_it_began(world):
    membership = world.membership("freja")
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.filter(pk=membership.pk).update(ended_at=membership.began_at - timedelta(days=1))


def test_the_activity_record_is_append_only(world):
    row = ActivityRecord.objects.first()
    with pytest.raises(TypeError):
        ActivityRecord.objects.filter(pk=row.pk).update(kind="other")
    with pytest.raises(TypeError):
        ActivityRecord.objects.all().delete()
    with pytest.raises(TypeError):
        row.save()
    with pytest.raises(TypeError):
        row.delete()
