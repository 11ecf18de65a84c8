"""Invitations: who may make which, opening one once, and what an address never tells."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from community import clock
from community.activity.models import ActivityRecord
from community.membership.invitations import (
    InvitationClosed,
    accept_invitation,
    invite,
    revoke_invitation,
    token_digest,
)
from community.membership.models import Invitation, Membership
from community.membership.operations import deactivate_person, end_membership
from community.membership.policy import can_invite
from community.people.models import Person
from community.permissions import Refused
from community.roles import GroupKind, Role
from tests.personas import CAST


@pytest.fixture(autouse=True)
def _fresh_counters():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def letter(world):
    """An invitation for a youth into Torsdagsholdet, and its token."""
    return invite(
        actor=world.signe,
        network=world.roskilde,
        group=world.torsdagsholdet,
        role=Role.YOUTH,
        invited_name="Noor",
    )


def places_of(world):
    for label, network in (("roskilde", world.roskilde), ("horsens", world.horsens)):
        for group in network.groups.all():
            for role in Role:
                yield f"{label}/{group.kind}/{role}", network, role, group
    yield "programme", None, Role.PROGRAMME, None


MAY = {
    "signe": {
        "roskilde/youth_group/youth",
        "roskilde/company_network/company",
        "roskilde/team/consultant",
        "roskilde/team/psychologist",
    },
    "bo": {
        "horsens/youth_group/youth",
        "horsens/company_network/company",
        "horsens/team/consultant",
        "horsens/team/psychologist",
    },
    "ellen": {"roskilde/team/consultant", "horsens/team/consultant", "programme"},
}


@pytest.mark.parametrize("name", CAST)
def test_who_may_invite_whom_into_what(world, name):
    """Nobody hands out a role or a network they could not answer for: every inviter x role x group."""
    person = world.who(name)
    made = set()
    for label, network, role, group in places_of(world):
        if can_invite(person, network, role, group):
            invite(actor=person, network=network, role=role, group=group)
            made.add(label)
        elif name != "visitor":
            with pytest.raises(Refused):
                invite(actor=person, network=network, role=role, group=group)
    assert made == MAY.get(name, set())


def test_a_group_of_another_network_is_refused(world):
    with pytest.raises(Refused):
        invite(actor=world.signe, network=world.roskilde, role=Role.YOUTH, group=world.onsdagsholdet)


def test_only_the_digest_of_a_long_token_is_kept(letter):
    invitation, token = letter
    assert len(token) >= 22
    assert invitation.token_digest == token_digest(token)
    assert all(token not in str(value) for value in Invitation.objects.values_list().get())
    assert invitation.expires_at - invitation.made_at == timedelta(days=14)
    assert ActivityRecord.objects.filter(kind="invitation_made", subject_id=invitation.pk).exists()


def test_accepting_gives_the_place_the_inviter_said(letter, world):
    membership = accept_invitation(token=letter[1], email="Noor@example.com", display_name="Noor", language="en")
    assert (membership.role, membership.group, membership.network) == (
        Role.YOUTH,
        world.torsdagsholdet,
        world.roskilde,
    )
    assert membership.person.email == "noor@example.com"
    assert not membership.person.has_usable_password()
    assert Invitation.objects.get().used_by == membership
    assert ActivityRecord.objects.filter(kind="invitation_accepted").exists()


def test_it_opens_once(letter):
    accept_invitation(token=letter[1], email="noor@example.com", display_name="Noor")
    with pytest.raises(InvitationClosed):
        accept_invitation(token=letter[1], email="other@example.com", display_name="Other")
    assert not Person.objects.filter(email="other@example.com").exists()


def test_it_is_too_old_after_fourteen_days(letter):
    with clock.at(clock.now() + timedelta(days=14, seconds=1)), pytest.raises(InvitationClosed):
        accept_invitation(token=letter[1], email="noor@example.com", display_name="Noor")


def test_it_opens_nothing_once_taken_back(letter, world):
    revoke_invitation(actor=world.signe, invitation=letter[0])
    with pytest.raises(InvitationClosed):
        accept_invitation(token=letter[1], email="noor@example.com", display_name="Noor")


@pytest.mark.parametrize("name", sorted(set(CAST) - {"visitor", "signe"}))
def test_others_cannot_take_it_back(letter, world, name):
    with pytest.raises(Refused):
        revoke_invitation(actor=world.who(name), invitation=letter[0])
    assert Invitation.objects.open().count() == 1


@pytest.mark.parametrize("ending", ["membership", "account"])
def test_doors_do_not_stay_open_behind_a_consultant_who_leaves(letter, world, ending):
    if ending == "membership":
        end_membership(actor=world.signe, membership=world.membership("signe"))
    else:
        deactivate_person(actor=world.signe, person=world.signe)
    with pytest.raises(InvitationClosed):
        accept_invitation(token=letter[1], email="noor@example.com", display_name="Noor")


def test_somebody_with_an_account_gets_one_more_membership(letter, world):
    membership = accept_invitation(token=letter[1], email="yusuf@example.com", display_name="Somebody else")
    assert membership.person == world.yusuf
    assert world.yusuf.display_name == "Yusuf"
    assert world.yusuf.memberships.filter(ended_at=None).count() == 2


def test_a_second_place_in_the_same_network_is_refused_and_the_letter_stays_open(letter, world):
    with pytest.raises(Refused):
        accept_invitation(token=letter[1], person=world.sofie)
    assert Invitation.objects.open().count() == 1


# --- the pages ----------------------------------------------------------------------------------------------------
ANSWER = {"display_name": "Noor", "email": "noor@example.com", "way": "code", "language": "da"}


def code_of_the_mail():
    return re.search(r"\b\d{6}\b", mail.outbox[-1].body).group()


def answer(client, token, **changes):
    return client.post(reverse("invitation", args=[token]), ANSWER | changes)


def prove(client, token, code=None):
    return client.post(reverse("invitation_code", args=[token]), {"code": code or code_of_the_mail()})


def test_the_letter_says_who_sees_what_and_names_no_other_site(letter, client):
    response = client.get(reverse("invitation", args=[letter[1]]))
    assert response.status_code == 200
    assert response.headers["Referrer-Policy"] == "strict-origin"
    assert len(response.context["lines"]) == 4
    assert "no-store" in response.headers["Cache-Control"] or "no-cache" in response.headers["Cache-Control"]


def test_no_account_before_the_address_is_proved(letter, client):
    assert answer(client, letter[1]).url == reverse("invitation_code", args=[letter[1]])
    assert not Person.objects.filter(email="noor@example.com").exists()
    assert Invitation.objects.open().count() == 1
    assert prove(client, letter[1]).url == reverse("since_last")
    assert Person.objects.get(email="noor@example.com").current_memberships()
    assert client.get(reverse("me")).status_code == 200


@pytest.mark.parametrize(("way", "step"), [("code", "since_last"), ("passkey", "mfa_add_webauthn")])
def test_a_youth_lands_in_the_step_of_their_choice(letter, client, way, step):
    answer(client, letter[1], way=way)
    assert prove(client, letter[1]).url == reverse(step)


@pytest.mark.parametrize(("way", "step"), [("passkey", "mfa_add_webauthn"), ("app", "mfa_activate_totp")])
def test_company_people_choose_a_second_factor(world, client, way, step):
    _, token = invite(
        actor=world.signe,
        network=world.roskilde,
        group=world.group(world.roskilde, GroupKind.COMPANY_NETWORK),
        role=Role.COMPANY,
    )
    refused = answer(client, token, way="code")
    assert refused.status_code == 200
    assert "way" in refused.context["form"].errors
    answer(client, token, way=way)
    assert prove(client, token).url == reverse(step)
    assert client.get(reverse(step)).status_code == 200
    assert client.get(reverse("since_last")).url == reverse("second_factor")


def test_role_and_group_in_the_form_change_nothing(letter, client, world):
    answer(client, letter[1], role="consultant", group=world.mandagsholdet.pk, network=world.horsens.pk)
    prove(client, letter[1])
    membership = Membership.objects.get(person__email="noor@example.com")
    assert (membership.role, membership.group) == (Role.YOUTH, world.torsdagsholdet)


def test_a_letter_that_was_answered_on_two_phones_opens_for_the_first(letter, world):
    first, second = Client(), Client()
    answer(first, letter[1])
    code = code_of_the_mail()
    answer(second, letter[1], email="other@example.com")
    assert prove(second, letter[1]).status_code == 302
    assert prove(first, letter[1], code).status_code == 404
    assert not Person.objects.filter(email="noor@example.com").exists()


def test_unknown_used_old_and_revoked_letters_answer_alike(world):
    def made(**fields):
        invitation, token = invite(
            actor=world.signe, network=world.roskilde, group=world.torsdagsholdet, role=Role.YOUTH
        )
        Invitation.objects.filter(pk=invitation.pk).update(**fields)
        return token

    used = made()
    accept_invitation(token=used, email="noor@example.com", display_name="Noor")
    tokens = ["unknown", used, made(expires_at=clock.now()), made(revoked_at=clock.now())]
    answers = set()
    for token in tokens:
        for name in ("invitation", "invitation_code"):
            for method in ("get", "post"):
                response = getattr(Client(), method)(reverse(name, args=[token]), ANSWER if method == "post" else None)
                text = re.sub(r'value="[^"]{64}"', "", response.content.decode())
                answers.add((response.status_code, text.replace(token, "TOKEN"), response.headers["Referrer-Policy"]))
    assert len(answers) == 1
    assert next(iter(answers))[0] == 404


def test_known_and_unknown_addresses_are_answered_alike(letter, world):
    answers = set()
    for email in ("amina@example.com", "nobody@example.com"):
        client = Client()
        first = answer(client, letter[1], email=email)
        page = client.get(first.url).content.decode().replace(email, "ADDRESS")
        answers.add((first.status_code, first.url, re.sub(r'value="[^"]{64}"', "", page)))
        wrong = prove(client, letter[1], "000000")
        answers.add((wrong.status_code, "wrong", ""))
    assert len(answers) == 2
    assert [m.to[0] for m in mail.outbox] == ["amina@example.com", "nobody@example.com"]
    assert mail.outbox[0].subject == mail.outbox[1].subject


def test_wrong_codes_are_counted(letter, client):
    answer(client, letter[1])
    right = code_of_the_mail()
    wrong = "111111" if right != "111111" else "222222"
    for _ in range(5):
        prove(client, letter[1], wrong)
    assert prove(client, letter[1], right).url == reverse("invitation", args=[letter[1]])
    assert not Person.objects.filter(email="noor@example.com").exists()


def test_somebody_signed_in_joins_with_one_button(letter, browse, world):
    yusuf = browse("yusuf")
    assert yusuf.get(reverse("invitation", args=[letter[1]])).status_code == 200
    assert yusuf.post(reverse("invitation", args=[letter[1]])).url == reverse("since_last")
    assert world.yusuf.memberships.filter(network=world.roskilde, ended_at=None).exists()


def test_an_account_with_an_app_is_asked_for_it_before_it_is_inside(letter, world):
    from allauth.mfa.totp.internal.auth import TOTP

    TOTP.activate(world.bo, "JBSWY3DPEHPK3PXP")
    client = Client()
    answer(client, letter[1], email="bo@example.com")
    assert prove(client, letter[1]).url == reverse("mfa_authenticate")
    assert "_auth_user_id" not in client.session


# --- making them --------------------------------------------------------------------------------------------------
def test_the_link_stands_in_the_answer_once_and_on_the_card(browse, world):
    signe = browse("signe")
    place = f"youth:{world.torsdagsholdet.pk}"
    response = signe.post(reverse("invite", args=[world.roskilde.pk]), {"place": place, "invited_name": "Noor"})
    token = response.context["token"]
    page = response.content.decode()
    assert reverse("invitation", args=[token]) in page
    assert "<svg" in page
    assert " style=" not in page
    card = signe.post(reverse("invitation_card"), {"token": token})
    assert "Noor" in card.content.decode()
    assert token in card.content.decode()
    assert token not in signe.get(reverse("members", args=[world.roskilde.pk])).content.decode()
    assert token not in str(dict(signe.session))


def test_the_card_of_anothers_network_is_not_found(letter, browse):
    assert browse("bo").post(reverse("invitation_card"), {"token": letter[1]}).status_code == 404


@pytest.mark.parametrize("place", ["programme:", "consultant:{mandag}", "youth:{onsdag}", "", "youth:0"])
def test_a_changed_place_in_the_form_is_refused(browse, world, place):
    place = place.format(mandag=world.mandagsholdet.pk, onsdag=world.onsdagsholdet.pk)
    response = browse("signe").post(
        reverse("invite", args=[world.roskilde.pk]), {"place": place, "invited_name": "Noor"}
    )
    assert response.status_code == 200
    assert "place" in response.context["form"].errors
    assert not Invitation.objects.exists()


def test_the_qr_picture_is_black_on_white_and_can_be_read_as_our_link(letter):
    from community.membership.views import qr_picture

    picture = qr_picture("https://nextwork.example/invitation/abc/")
    assert 'fill="#fff"' in picture
    assert 'stroke="#000"' in picture
    assert "style=" not in picture
