"""No page of another site sends a form in somebody's name: without the token of our own page every POST is refused."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from home.models import HomePage
from home.pages.operations import editors_group
from tests.architecture.authorisation import ROWS
from tests.architecture.writes import written_tables
from tests.personas import sign_in

pytestmark = pytest.mark.once

#: Answer without a token, and why they may.
WITHOUT_TOKEN = {
    "unsubscribe": "mail programs send it (RFC 8058); the signed link in it says who",
    "find": "a search of public pages: it changes nothing, and its page is the same for everybody",
}
#: Of Wagtail's admin, for its own scripts: REST framework looks at the token after it has seen who asks.
IN_THE_ADMIN = {"admin/api/main/pages/", "admin/api/main/images/", "admin/api/main/documents/"}
#: Of a request that is refused: that its session was there, and how it answers the gate.
SESSION = {"django_session", "usersessions_usersession"}


def _exempt(patterns=None, before: str = "") -> Iterator[tuple[str, str]]:
    """(name, route) of every address whose view Django's own check passes over."""
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        route = before + str(pattern.pattern).lstrip("^")
        if isinstance(pattern, URLResolver):
            yield from _exempt(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern) and getattr(pattern.callback, "csrf_exempt", False):
            yield pattern.name or route, route


def test_only_these_answer_without_a_token():
    exempt = list(_exempt())
    assert {name for name, route in exempt if not route.startswith("admin/")} == set(WITHOUT_TOKEN)
    of_admin = [route for _name, route in exempt if route.startswith("admin/")]
    assert all(route.startswith(tuple(IN_THE_ADMIN)) for route in of_admin), of_admin


def test_the_admins_own_scripts_need_it_too(world):
    """An editor, whom a page elsewhere would have publish something."""
    karla = world.people["karla"]
    karla.groups.add(editors_group())
    page = HomePage.objects.get(locale__language_code="da")
    client = sign_in(Client(enforce_csrf_checks=True), karla)
    answer = client.post(f"/admin/api/main/pages/{page.pk}/action/unpublish/", headers={"accept": "application/json"})
    assert answer.status_code == 403
    assert "CSRF" in answer.json()["detail"]
    page.refresh_from_db()
    assert page.live


def test_every_form_without_its_token_is_refused_and_changes_nothing(canary_world):
    cache.clear()
    rows = [row for row in ROWS if row.method == "POST" and row.name not in WITHOUT_TOKEN]
    assert len(rows) > 100
    clients = {persona: Client(enforce_csrf_checks=True) for persona in ("visitor", "signe")}
    sign_in(clients["signe"], canary_world.people["signe"])
    # As a page elsewhere would send it, and as one that guesses.
    ways = ({}, {"X-CSRFToken": "a" * 64, "Origin": "https://evil.example"})
    wrong = []
    for row in rows:
        path = row.path(canary_world)
        for persona, client in clients.items():
            data = row.data(canary_world)
            with written_tables() as written:
                for headers in ways:
                    answer = client.post(path, data, headers=headers)
                    if answer.status_code != 403 or "Siden var åben for længe" not in answer.content.decode():
                        wrong.append(f"{persona}, {row}: {answer.status_code}")
            if written - SESSION:
                wrong.append(f"{persona}, {row}: writes {written - SESSION}")
    assert not wrong, "\n".join(wrong)


def test_with_the_token_the_same_form_goes_through(world):
    """What the refusals above refuse is the missing token and nothing else."""
    client = sign_in(Client(enforce_csrf_checks=True), world.people["freja"])
    page = client.get(reverse("edit_profile"))
    typed = {"display_name": "Nogen", "language": "da", "csrfmiddlewaretoken": page.context["csrf_token"]}
    assert client.post(reverse("edit_profile"), typed).status_code == 302
    assert world.freja.display_name == "Nogen"
