"""Signing in by a mailed code: the same answer to everybody, bounded tries, a new session key, sessions that end."""

import re
from statistics import median
from time import perf_counter

import pytest
from allauth.usersessions.models import UserSession
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, reverse

from community.membership.operations import deactivate_person
from community.people.models import AccessEnding
from community.people.operations import session_digest


@pytest.fixture(autouse=True)
def _fresh_counters():
    cache.clear()
    yield
    cache.clear()


def ask(client, email, **extra):
    return client.post(reverse("account_login"), {"email": email}, follow=True, **extra)


def mailed_code():
    return re.search(r"\b\d{6}\b", mail.outbox[-1].body).group()


def type_code(client, code, **extra):
    return client.post(reverse("account_confirm_login_code"), {"code": code}, **extra)


def shown(response):
    """The page without what differs by nature: the form's token and the address that was typed."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", response.content.decode())
    return re.sub(r"[\w.]+@example\.com", "ADDRESS", text)


def test_a_youth_signs_in_with_the_code_of_the_mail(world):
    client = Client()
    page = ask(client, "Freja@Example.com")
    assert "inputmode=&quot;numeric&quot;" in page.content.decode() or 'inputmode="numeric"' in page.content.decode()
    assert mail.outbox[-1].to == ["freja@example.com"]
    assert "Freja" not in mail.outbox[-1].subject
    before = client.session.session_key
    response = type_code(client, mailed_code())
    assert response.status_code == 302
    assert response.url == reverse("since_last")
    assert client.session.session_key != before
    assert UserSession.objects.get().user == world.freja


def test_the_code_may_be_pasted_with_a_space(world):
    client = Client()
    ask(client, "freja@example.com")
    code = mailed_code()
    assert type_code(client, f" {code[:3]} {code[3:]} ").status_code == 302


def test_known_unknown_and_closed_addresses_get_the_same_answer(world):
    deactivate_person(actor=world.amina, person=world.amina)
    answers = []
    for email in ("freja@example.com", "nobody@example.com", "amina@example.com"):
        client = Client()
        first = ask(client, email)
        wrong = type_code(client, "000000")
        answers.append((first.status_code, shown(first), wrong.status_code, shown(wrong)))
    assert answers[0] == answers[1] == answers[2]
    assert [message.to for message in mail.outbox] == [["freja@example.com"]]


def test_known_and_unknown_addresses_take_about_the_same_time(world, settings):
    settings.ACCOUNT_RATE_LIMITS = {}

    def typical(email):
        times = []
        for _ in range(15):
            client = Client()
            start = perf_counter()
            client.post(reverse("account_login"), {"email": email})
            times.append(perf_counter() - start)
        return median(times)

    typical("freja@example.com")
    assert abs(typical("freja@example.com") - typical("nobody@example.com")) < 0.05


def test_five_wrong_codes_end_the_try_and_the_right_one_no_longer_works(world):
    client = Client()
    ask(client, "freja@example.com")
    code = mailed_code()
    wrong = "111111" if code != "111111" else "222222"
    for _ in range(5):
        type_code(client, wrong)
    assert type_code(client, code).url == reverse("account_request_login_code")
    assert "_auth_user_id" not in client.session


def test_a_code_is_too_old_after_ten_minutes(world, settings):
    settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT = -1
    client = Client()
    client.post(reverse("account_login"), {"email": "freja@example.com"})
    type_code(client, mailed_code())
    assert "_auth_user_id" not in client.session


def test_after_thirty_wrong_tries_from_elsewhere_the_owner_still_comes_in(world):
    for _ in range(6):
        client = Client()
        ask(client, "freja@example.com", REMOTE_ADDR="203.0.113.9")
        for _ in range(5):
            type_code(client, "000000", REMOTE_ADDR="203.0.113.9")
    blocked = Client().post(reverse("account_login"), {"email": "freja@example.com"}, REMOTE_ADDR="203.0.113.9")
    assert blocked.status_code == 200
    client = Client()
    ask(client, "freja@example.com", REMOTE_ADDR="198.51.100.4")
    assert type_code(client, mailed_code(), REMOTE_ADDR="198.51.100.4").status_code == 302


def test_a_school_behind_one_address_comes_in_together(world):
    for number in range(40):
        response = Client().post(reverse("account_login"), {"email": f"youth{number}@example.com"})
        assert response.status_code == 302
    client = Client()
    ask(client, "freja@example.com")
    assert type_code(client, mailed_code()).status_code == 302


def test_the_sixth_code_in_a_quarter_from_one_place_is_refused_for_unknown_addresses_alike(world):
    for email in ("freja@example.com", "nobody@example.com"):
        answers = [Client().post(reverse("account_login"), {"email": email}).status_code for _ in range(6)]
        assert answers == [302] * 5 + [200]


@pytest.mark.parametrize(
    "name",
    [
        "account_signup",
        "account_change_password",
        "account_set_password",
        "account_reset_password",
        "account_email",
        "account_signup_by_passkey",
        "mfa_signup_webauthn",
    ],
)
def test_no_page_for_passwords_or_self_registration(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


@pytest.mark.parametrize(
    "path", ["/accounts/signup/", "/accounts/password/reset/", "/accounts/password/change/", "/accounts/email/"]
)
def test_their_addresses_are_not_found(path, client, db):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/admin/login/", "/_util/login/", "/admin/"])
def test_every_door_leads_to_the_one_door(path, client, db):
    response = client.get(path, {"next": "/admin/pages/"} if "login" in path else None)
    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


def test_the_way_back_is_only_to_this_site(world):
    client = Client()
    client.post(reverse("account_login"), {"email": "freja@example.com", "next": "https://evil.example/"})
    response = client.post(
        reverse("account_confirm_login_code"), {"code": mailed_code(), "next": "https://evil.example/"}
    )
    assert response.url == reverse("since_last")


@pytest.mark.parametrize(
    "credential",
    [
        "",
        "[]",
        "1",
        '"x"',
        "{}",
        '{"response":{}}',
        '{"response":{"userHandle":"AA"}}',
        '{"id":"x","rawId":"x","type":"public-key","response":{"userHandle":"MQ"}}',
        "\x00",
        "{",
    ],
)
def test_nonsense_instead_of_a_passkey_leads_back_to_the_door(credential, client, world):
    client.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"})
    response = client.post(reverse("mfa_login_webauthn"), {"credential": credential})
    assert response.status_code == 302
    assert response.url == reverse("account_login")


def test_signing_out_ends_the_session_its_sockets_and_what_the_browser_kept(browse, world):
    freja = browse("freja")
    key = freja.session.session_key
    response = freja.post(reverse("account_logout"))
    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
    ending = AccessEnding.objects.get(person=world.freja)
    assert (ending.reason, ending.session_digest) == ("signed_out", session_digest(key))
    assert freja.get(reverse("me")).status_code == 302


def test_a_get_signs_nobody_out(browse):
    freja = browse("freja")
    freja.get(reverse("account_logout"))
    assert freja.get(reverse("me")).status_code == 200
