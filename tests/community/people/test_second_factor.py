"""Who needs a second factor, the gate, and setting one up."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.auth.models import Group as AdminGroup
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from community.people.models import Person
from community.people.policy import needs_second_factor
from tests.personas import CAST

NEEDS = {"mona", "line", "signe", "bo", "tine", "ellen"}
SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def _fresh_counters():
    cache.clear()
    yield
    cache.clear()


def app_code(secret=SECRET):
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def by_code(name, **extra):
    client = Client()
    client.post(reverse("account_login"), {"email": f"{name}@example.com"})
    code = re.search(r"\b\d{6}\b", mail.outbox[-1].body).group()
    client.post(reverse("account_confirm_login_code"), {"code": code}, **extra)
    return client


def with_app(person):
    TOTP.activate(person, SECRET)
    RecoveryCodes.activate(person)


@pytest.mark.parametrize("name", [name for name in CAST if name != "visitor"])
def test_who_needs_one(world, name):
    assert needs_second_factor(world.who(name)) == (name in NEEDS)


def test_editors_and_superusers_need_one(world):
    karla, freja = world.karla, world.freja
    karla.groups.add(AdminGroup.objects.get(name="Redaktion"))
    freja.is_superuser = True
    assert needs_second_factor(Person.objects.get(pk=karla.pk))
    assert needs_second_factor(freja)


@pytest.mark.parametrize("name", sorted(NEEDS))
@pytest.mark.parametrize("page", ["since_last", "me", "edit_profile", "my_data"])
def test_a_mailed_code_alone_reaches_only_the_set_up(world, name, page):
    client = by_code(name)
    response = client.get(reverse(page))
    assert response.status_code == 302
    assert response.url == reverse("second_factor")
    assert client.get(reverse("second_factor")).status_code == 200
    assert client.get(reverse("mfa_add_webauthn")).status_code == 200
    assert client.get(reverse("mfa_activate_totp")).status_code == 200
    assert client.post(reverse("account_logout")).status_code == 302


@pytest.mark.parametrize("name", ["freja", "sofie", "yusuf"])
def test_youths_come_in_with_the_code(world, name):
    assert by_code(name).get(reverse("me")).status_code == 200


def test_the_admin_is_behind_the_same_gate(world):
    world.karla.groups.add(AdminGroup.objects.get(name="Redaktion"))
    response = by_code("karla").get("/admin/")
    assert response.status_code == 302
    assert response.url == reverse("second_factor")


def test_a_fragment_sends_the_whole_page_to_the_set_up(world):
    response = by_code("signe").get(reverse("since_last"), headers={"hx-request": "true"})
    assert response.status_code == 204
    assert response.headers["HX-Redirect"] == reverse("second_factor")


def test_the_set_up_leads_on_to_the_page_one_came_for(world):
    client = by_code("signe")
    wanted = f"{reverse('edit_profile')}?from=mail"
    assert client.get(wanted).url == reverse("second_factor")
    # What an open page fetches by itself, and the way home, are no wish.
    client.get(reverse("me"), headers={"hx-request": "true"})
    client.get(reverse("since_last"))
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    codes = client.post(reverse("mfa_activate_totp"), {"code": app_code(secret)}, follow=True)
    assert f'href="{wanted}"' in codes.content.decode()
    assert client.get(wanted).status_code == 200
    # Reached, it is forgotten.
    assert f'href="{reverse("since_last")}"' in client.get(reverse("mfa_view_recovery_codes")).content.decode()


def test_setting_up_an_app_opens_the_gate_and_gives_recovery_codes(world):
    client = by_code("signe")
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    response = client.post(reverse("mfa_activate_totp"), {"code": app_code(secret)})
    assert response.url == reverse("mfa_view_recovery_codes")
    codes = client.get(response.url)
    assert len(codes.context["unused_codes"]) == 10
    assert client.get(reverse("me")).status_code == 200
    stored = Authenticator.objects.get(user=world.signe, type="totp")
    assert secret not in str(stored.data)


def test_the_app_is_asked_for_at_the_next_sign_in(world):
    with_app(world.signe)
    client = by_code("signe")
    assert "_auth_user_id" not in client.session
    assert client.get(reverse("since_last")).url.startswith(reverse("account_login"))
    client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert "_auth_user_id" not in client.session
    assert client.post(reverse("mfa_authenticate"), {"code": app_code()}).status_code == 302
    assert client.get(reverse("me")).status_code == 200


def test_a_recovery_code_opens_once(world):
    with_app(world.signe)
    code = Authenticator.objects.get(user=world.signe, type="recovery_codes").wrap().get_unused_codes()[0]
    client = by_code("signe")
    client.post(reverse("mfa_authenticate"), {"code": code})
    assert client.get(reverse("me")).status_code == 200
    again = by_code("signe")
    again.post(reverse("mfa_authenticate"), {"code": code})
    assert "_auth_user_id" not in again.session


def test_a_session_from_before_the_role_is_asked_to_prove_it(world):
    """A youth with an app in another browser becomes staff: the old session proved nothing."""
    client = Client()
    client.force_login(world.signe)
    with_app(world.signe)
    response = client.get(reverse("me"))
    assert response.status_code == 302
    assert response.url.startswith(reverse("mfa_reauthenticate"))
    client.post(response.url, {"code": app_code()})
    assert client.get(reverse("me")).status_code == 200


def test_another_persons_proof_in_the_session_counts_for_nothing(world):
    client = Client()
    client.force_login(world.signe)
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": time.time()}]
    session["account_authentication_methods_user"] = str(world.bo.pk)
    session.save()
    assert client.get(reverse("me")).status_code == 302


def test_an_old_sign_in_is_asked_for_a_code_before_it_changes_the_ways_in(browse, world):
    freja = browse("freja")
    session = freja.session
    session["account_authentication_methods"] = [{"method": "code", "at": time.time() - 3600}]
    session.save()
    response = freja.get(reverse("mfa_add_webauthn"))
    assert response.status_code == 302
    assert response.url.startswith(reverse("account_reauthenticate"))
    freja.post(response.url)
    code = re.search(r"\b\d{6}\b", mail.outbox[-1].body).group()
    assert mail.outbox[-1].to == ["freja@example.com"]
    wrong = "111111" if code != "111111" else "222222"
    assert freja.post(response.url, {"code": wrong}).status_code == 200
    onwards = freja.post(response.url, {"code": code})
    assert onwards.url == reverse("mfa_add_webauthn")
    assert freja.get(onwards.url).status_code == 200


@pytest.mark.parametrize("credential", ["[]", "1", "{}", '{"response":{}}', '{"response":{"attestationObject":"x"}}'])
def test_nonsense_instead_of_a_new_passkey_is_told_so(browse, credential):
    freja = browse("freja")
    freja.get(reverse("mfa_add_webauthn"))
    response = freja.post(reverse("mfa_add_webauthn"), {"name": "x", "credential": credential})
    assert response.status_code == 200
    assert not Authenticator.objects.exists()


def test_nobody_reaches_somebody_elses_passkey(browse, world):
    theirs = Authenticator.objects.create(user=world.amina, type="webauthn", data={"name": "Aminas", "credential": {}})
    freja = browse("freja")
    for name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        assert freja.get(reverse(name, args=[theirs.pk])).status_code == 404
        assert freja.post(reverse(name, args=[theirs.pk]), {"name": "x"}).status_code == 404


def test_a_session_ends_after_a_month_however_often_it_is_used(browse, world):
    freja = browse("freja")
    session = freja.session
    session["session_began_at"] = "2020-01-01T00:00:00+00:00"
    session.save()
    assert freja.get(reverse("me")).url == reverse("account_login")
    assert "_auth_user_id" not in freja.session
