"""Whoever puts a session of their own into somebody's browser stays outside when that somebody comes in."""

import re

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from community.membership.invitations import invite
from community.roles import Role
from tests.passkeys import come_in, make_passkey

SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def _fresh_counters():
    cache.clear()
    yield
    cache.clear()


def mailed_code():
    return re.search(r"\b\d{6}\b", mail.outbox[-1].body).group()


def by_code(client, world):
    client.post(reverse("account_login"), {"email": "freja@example.com"})
    client.post(reverse("account_confirm_login_code"), {"code": mailed_code()})


def by_code_the_intruder_asked_for(client, world):
    client.post(reverse("account_confirm_login_code"), {"code": mailed_code()})


def by_passkey(client, world):
    come_in(client, make_passkey(world, "freja"))


def by_factor(client, world):
    TOTP.activate(world.signe, SECRET)
    client.post(reverse("account_login"), {"email": "signe@example.com"})
    client.post(reverse("account_confirm_login_code"), {"code": mailed_code()})
    assert "_auth_user_id" not in client.session
    code = format_hotp_value(hotp_value(SECRET, next(iter(yield_hotp_counters_from_time()))))
    client.post(reverse("mfa_authenticate"), {"code": code})


def by_invitation(client, world):
    token = invite(actor=world.signe, network=world.roskilde, group=world.torsdagsholdet, role=Role.YOUTH)[1]
    answer = {"display_name": "Noor", "email": "noor@example.com", "way": "code", "language": "da"}
    client.post(reverse("invitation", args=[token]), answer)
    client.post(reverse("invitation_code", args=[token]), {"code": mailed_code()})


@pytest.mark.parametrize("door", [by_code, by_code_the_intruder_asked_for, by_passkey, by_factor, by_invitation])
def test_a_planted_session_is_left_behind_at_the_door(world, door):
    intruder, browser = Client(), Client()
    if door is by_code_the_intruder_asked_for:
        intruder.post(reverse("account_login"), {"email": "freja@example.com"})
    else:
        intruder.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"})
    planted = intruder.cookies[settings.SESSION_COOKIE_NAME].value
    assert Session.objects.filter(pk=planted).exists()
    browser.cookies[settings.SESSION_COOKIE_NAME] = planted
    door(browser, world)
    assert browser.get(reverse("me")).status_code == 200
    assert browser.cookies[settings.SESSION_COOKIE_NAME].value != planted
    assert not Session.objects.filter(pk=planted).exists()
    # With the key that was planted, and with what the browser of the intruder kept.
    for outside in (intruder, Client()):
        outside.cookies[settings.SESSION_COOKIE_NAME] = planted
        assert outside.get(reverse("me")).url.startswith(reverse("account_login"))
        assert "_auth_user_id" not in outside.session


def test_a_made_up_session_becomes_nobodys(world):
    made_up = "a" * 32
    browser = Client()
    browser.cookies[settings.SESSION_COOKIE_NAME] = made_up
    browser.post(reverse("account_login"), {"email": "freja@example.com"})
    assert browser.cookies[settings.SESSION_COOKIE_NAME].value != made_up
    assert not Session.objects.filter(pk=made_up).exists()


def test_another_phones_passkey_opens_nothing(world):
    """The door of the passkey does look: the same steps with a key that the site was never shown."""
    key = make_passkey(world, "freja")
    stranger = type(key)(key.handle)
    browser = Client()
    assert come_in(browser, stranger).url == reverse("account_login")
    assert "_auth_user_id" not in browser.session
