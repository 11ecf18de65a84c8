"""The consultants' page of members and programme staff's page of networks."""

import pytest
from django.urls import reverse

from community.membership.models import Group, Membership, Network
from community.people.models import AccessEnding
from tests.personas import CAST


@pytest.mark.parametrize("name", [name for name in CAST if name != "visitor"])
def test_who_sees_the_members_of_roskilde(browse, world, name):
    response = browse(name).get(reverse("members", args=[world.roskilde.pk]))
    assert response.status_code == (200 if name == "signe" else 404)
    if name == "signe":
        page = response.content.decode()
        assert "Amina" in page
        assert "Yusuf" not in page
        assert "@example.com" not in page


@pytest.mark.parametrize("name", [name for name in CAST if name != "visitor"])
def test_who_sees_the_networks(browse, name):
    assert browse(name).get(reverse("networks")).status_code == (200 if name == "ellen" else 404)


def test_founding_a_network_leads_to_its_first_invitation(browse):
    ellen = browse("ellen")
    response = ellen.post(reverse("networks"), {"name": "NExTWORK Odense", "municipality": "Odense"})
    network = Network.objects.get(name="NExTWORK Odense")
    assert response.url == reverse("invite", args=[network.pk])
    page = ellen.get(response.url)
    assert [key.split(":")[0] for key, _ in page.context["form"].fields["place"].choices] == ["consultant"]


def test_making_a_group(browse, world):
    signe = browse("signe")
    signe.post(reverse("make_group", args=[world.roskilde.pk]), {"name": "Fredagsholdet"})
    assert Group.objects.get(name="Fredagsholdet").space
    again = signe.post(reverse("make_group", args=[world.roskilde.pk]), {"name": "fredagsholdet"})
    assert again.status_code == 422
    assert browse("bo").post(reverse("make_group", args=[world.roskilde.pk]), {"name": "X"}).status_code == 404


def test_moving_a_youth(browse, world):
    freja = world.membership("freja")
    browse("signe").post(reverse("move_youth", args=[freja.pk]), {"group": world.mandagsholdet.pk})
    assert world.membership("freja").group == world.mandagsholdet
    assert AccessEnding.objects.filter(person=world.freja, reason="membership_ended").exists()


def test_a_youth_moves_to_no_group_of_another_network_and_by_no_strangers_hand(browse, world):
    freja = world.membership("freja")
    browse("signe").post(reverse("move_youth", args=[freja.pk]), {"group": world.onsdagsholdet.pk})
    assert (
        browse("bo").post(reverse("move_youth", args=[freja.pk]), {"group": world.onsdagsholdet.pk}).status_code == 404
    )
    assert world.membership("freja").group == world.torsdagsholdet


def test_ending_asks_first_and_then_ends(browse, world):
    signe, amina = browse("signe"), world.membership("amina")
    assert signe.get(reverse("end_membership", args=[amina.pk])).status_code == 200
    assert world.membership("amina")
    signe.post(reverse("end_membership", args=[amina.pk]))
    assert not Membership.objects.filter(pk=amina.pk, ended_at=None).exists()


@pytest.mark.parametrize("name", ["freja", "mona", "bo", "tine", "ellen", "karla", "emil"])
def test_others_end_nobodys_membership(browse, world, name):
    amina = world.membership("amina")
    assert browse(name).post(reverse("end_membership", args=[amina.pk])).status_code == 404
    assert world.membership("amina") == amina


def test_anybody_may_leave(browse, world):
    browse("freja").post(reverse("end_membership", args=[world.membership("freja").pk]))
    assert not world.freja.current_memberships()


def test_the_members_page_asks_as_often_for_three_as_for_many(browse, world, django_assert_num_queries):
    from community.membership.operations import begin_membership
    from community.roles import Role
    from tests.personas import make_person

    signe, page = browse("signe"), reverse("members", args=[world.roskilde.pk])
    signe.get(page)
    # One asks whether today's look at it is entered already, and two open and close the transaction that holds both.
    queries = 11
    with django_assert_num_queries(queries):
        signe.get(page)
    for number in range(8):
        begin_membership(
            actor=world.signe, person=make_person(f"ung{number}"), role=Role.YOUTH, group=world.mandagsholdet
        )
    with django_assert_num_queries(queries):
        signe.get(page)
