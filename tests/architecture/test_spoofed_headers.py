"""What a visitor writes into the head of a request is believed in nothing: neither which site this is, nor who asks."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from home.page_cache.kept import shelf

EVIL = "evil.example"
NOT_OURS = (EVIL, f"testserver.{EVIL}", f"testserver@{EVIL}", f"testserver:80@{EVIL}", "169.254.169.254", "[::ffff:1]")
#: What proxies and frameworks are known to take for the address that was asked for.
OVERRULING = {
    "X-Forwarded-Host": EVIL,
    "X-Host": EVIL,
    "X-Forwarded-Server": EVIL,
    "X-HTTP-Host-Override": EVIL,
    "Forwarded": f"for=10.0.0.1;host={EVIL};proto=https",
    "X-Forwarded-Port": "6666",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Scheme": "nothttps",
    "X-Forwarded-Prefix": "/evil",
    "X-Original-URL": "/help/",
    "X-Rewrite-URL": "/help/",
    "X-HTTP-Method-Override": "DELETE",
    "Referer": f"https://{EVIL}/",
    "Origin": f"https://{EVIL}",
}
#: Where proxies write who asks.
PLACES = ("X-Forwarded-For", "X-Real-IP", "X-Client-IP", "True-Client-IP", "CF-Connecting-IP", "Forwarded")


@pytest.fixture(autouse=True)
def _fresh_counters():
    cache.clear()
    yield
    cache.clear()


def test_another_sites_name_is_answered_by_nothing(world, browse):
    paths = ["/", "/en/", "/help/", "/accounts/login/", "/since-last/", "/admin/", "/sitemap.xml", "/findes-ikke/"]
    for client in (Client(), browse("freja")):
        # Also where the very page is kept for the right name.
        known = [client.get(path).status_code for path in paths]
        assert 200 in known
        assert 400 not in known
        for path in paths:
            for host in NOT_OURS:
                answer = client.get(path, headers={"host": host})
                assert answer.status_code == 400, (path, host)
                assert EVIL not in answer.content.decode()
                assert "Location" not in answer.headers


@pytest.mark.parametrize("address", ["/", "/en/", "/help/", "/en/help/", "/find/"])
def test_no_kept_page_holds_what_a_visitor_wrote_in_the_head(world, address):
    """Each page is drawn first for somebody who tries to spoil it, and then given to somebody else."""
    shelf.clear()
    honest = Client().get(address)
    assert honest.status_code == 200
    for name, value in OVERRULING.items():
        shelf.clear()
        spoilt = Client().get(address, headers={name: value})
        after = Client().get(address)
        assert spoilt.status_code == after.status_code == 200, name
        assert _same(after) == _same(honest), name
        assert EVIL not in spoilt.content.decode(), name
        assert EVIL not in str(after.headers), name


def _same(answer):
    """The page and its head, but for the id of each request."""
    kept = {name: value for name, value in answer.headers.items() if name != "X-Request-ID"}
    return re.sub(rb'csrfmiddlewaretoken" value="[^"]+"', b"", answer.content), kept


def test_links_that_leave_the_site_bear_its_own_name(world, browse):
    """A code by mail and an invitation on the screen, asked for with another site's name in the head."""
    overruling = {name: value for name, value in OVERRULING.items() if name != "Origin"}
    Client().post(reverse("account_login"), {"email": "freja@example.com"}, headers=overruling)
    assert EVIL not in mail.outbox[-1].body + mail.outbox[-1].subject
    signe = browse("signe")
    page = signe.get(reverse("invite", args=[world.roskilde.pk])).content.decode()
    place = re.search(r'name="place"[^>]*value="([^"]+)"|<option value="([^"]+)"', page)
    typed = {"place": place[1] or place[2], "invited_name": "Noor"}
    made = signe.post(reverse("invite", args=[world.roskilde.pk]), typed, headers=overruling).content.decode()
    assert "/invitation" in made
    assert EVIL not in made


@pytest.mark.parametrize("proxies", [0, 1])
def test_who_says_to_come_from_elsewhere_is_counted_all_the_same(world, settings, proxies):
    """Without a proxy nothing in the head counts; behind one, what the proxy wrote last."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"request_login_code": "2/m/ip"}

    def ask(turn, place="203.0.113.9"):
        said = dict.fromkeys(PLACES, f"198.51.100.{turn}")
        if proxies:
            said["X-Forwarded-For"] = f"198.51.100.{turn}, {place}"
        seen = "127.0.0.1" if proxies else place
        typed = {"email": f"youth{turn}@example.com"}
        return Client().post(reverse("account_login"), typed, headers=said, REMOTE_ADDR=seen).status_code

    assert [ask(turn) for turn in range(3)] == [302, 302, 200]
    assert ask(3, place="203.0.113.10") == 302
