"""Every address of ours is graded as the HTTP Observatory grades a site, as production serves it: at least A+.

After the Observatory's published scoring, version 2 (developer.mozilla.org, "Tests & scoring"): from 100; what is good
beyond that counts only where nothing was taken off below 90; from 100 on the grade is A+. Wagtail's admin is no
exception: each of its routes is asked as a superuser, with things that exist and with things that do not.
"""

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from community.people.models import Person
from home.pages.models import HomePage
from tests.architecture.authorisation import ROWS
from tests.architecture.test_headers import INLINE_SCRIPT
from tests.personas import sign_in

pytestmark = pytest.mark.once

#: Six months, the least that counts, in seconds.
LONG_ENOUGH = 15_552_000
A_PLUS = 100
_TOO_WIDE = re.compile(r"(^|\s)(\*|https?:|data:)(\s|$)")
PRODUCTION = {
    "SECURE_HSTS_SECONDS": 365 * 24 * 3600,
    "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
    "SECURE_HSTS_PRELOAD": True,
    "SESSION_COOKIE_SECURE": True,
    "CSRF_COOKIE_SECURE": True,
}


def _of_policy(policy: str) -> int:
    directives = dict(part.strip().partition(" ")[::2] for part in policy.split(";"))
    scripts, objects, styles = (
        directives.get(name, directives.get("default-src", "*")) for name in ("script-src", "object-src", "style-src")
    )
    if not policy:
        return -25
    # A nonce or a hash takes the room from 'unsafe-inline' again; no page of ours has either.
    if "'unsafe-inline'" in scripts or _TOO_WIDE.search(scripts) or _TOO_WIDE.search(objects):
        return -20
    if "'unsafe-eval'" in scripts:
        return -10
    if "'unsafe-inline'" in styles or _TOO_WIDE.search(styles):
        return 0
    return 10 if directives.get("default-src") == "'none'" else 5


def _of_transport(header: str) -> int:
    seconds = re.search(r"max-age=(\d+)", header)
    if not seconds:
        return -20
    if int(seconds[1]) < LONG_ENOUGH:
        return -10
    return 5 if "preload" in header and "includeSubDomains" in header else 0


def _of_cookies(cookies) -> int:
    worth = 0
    # A cookie that is taken away is never sent again; Django takes it away without its attributes.
    cookies = {name: cookie for name, cookie in cookies.items() if cookie["max-age"] != 0}
    for name, cookie in cookies.items():
        if not cookie["secure"]:
            worth -= 40 if "session" in name else 20
        if "session" in name and not cookie["httponly"]:
            worth -= 30
    strict = cookies and all(cookie["samesite"] in ("Lax", "Strict") for cookie in cookies.values())
    return worth or (5 if strict else 0)


def grade(response) -> int:
    headers = {name.lower(): value for name, value in response.headers.items()}
    policy = headers.get("content-security-policy", "")
    referrer = headers.get("referrer-policy", "")
    parts = [
        _of_policy(policy),
        _of_transport(headers.get("strict-transport-security", "")),
        _of_cookies(response.cookies),
        -50 if headers.get("access-control-allow-origin") == "*" and response.cookies else 0,
        5 if referrer in ("no-referrer", "same-origin", "strict-origin") else (-5 if "unsafe-url" in referrer else 0),
        0 if headers.get("x-content-type-options") == "nosniff" else -5,
        5 if "frame-ancestors" in policy else (0 if "x-frame-options" in headers else -20),
        10 if headers.get("cross-origin-resource-policy") in ("same-origin", "same-site") else 0,
    ]
    base = 100 + sum(part for part in parts if part < 0)
    return base + (sum(part for part in parts if part > 0) if base >= 90 else 0)


def as_in_production(settings) -> None:
    for name, value in PRODUCTION.items():
        setattr(settings, name, value)


@pytest.mark.parametrize("persona", ["visitor", "freja", "signe", "karla"])
def test_every_address_is_graded_a_plus(canary_world, settings, persona):
    as_in_production(settings)
    client = Client() if persona == "visitor" else sign_in(Client(), canary_world.people[persona])
    low = []
    for row in ROWS:
        if row.method != "GET":
            continue
        response = client.get(row.path(canary_world), headers=row.headers, secure=True)
        if (worth := grade(response)) < A_PLUS:
            low.append(f"{row}: {worth}")
        if persona != "visitor" and response.headers.get("Cross-Origin-Resource-Policy") != "same-origin":
            low.append(f"{row}: other sites may draw what a member may see")
    assert not low, "\n".join(low)


#: What stands in an address of the admin for a value of this name; for any other, the number of the front page.
VALUES = {
    "app_label": "home",
    "app_name": "home",
    "content_type_app_name": "home",
    "content_type_model_name": "standardpage",
    "filename": "a.pdf",
    "filter_spec": "width-100",
    "model_name": "standardpage",
}
_VALUE = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^)]*\)")


def admin_paths(patterns: list, number: str, front: str = "/") -> Iterator[str]:
    """Every address that the admin registers. What catches the rest is none."""
    for one in patterns:
        route = front + _VALUE.sub(lambda found: VALUES.get(found[1] or found[2], number), str(one.pattern))
        route = re.sub(r"[\^$\\]", "", route)
        if isinstance(one, URLResolver) and (route == "/" or route.startswith("/admin/")):
            yield from admin_paths(one.url_patterns, number, route)
        elif isinstance(one, URLPattern) and route.startswith("/admin/") and ".*" not in route:
            yield route


def test_every_route_of_the_admin_is_graded_a_plus_and_holds_no_script(world, settings):
    """Where no page has a script in it, none that somebody brought into one runs either."""
    as_in_production(settings)
    Person.objects.filter(pk=world.karla.pk).update(is_superuser=True)
    client = sign_in(Client(), world.karla)
    paths = set(admin_paths(get_resolver().url_patterns, str(HomePage.objects.first().pk)))
    drawn, wrong = 0, []
    for path in paths - {"/admin/failwhale/"}:
        response = client.get(path, secure=True)
        if (worth := grade(response)) < A_PLUS:
            wrong.append(f"{path}: {worth}")
        page = "" if response.streaming else response.content.decode(errors="replace")
        drawn += response.status_code == 200 and "<html" in page
        wrong += [f"{path}: {found[0][:80]}" for pattern in INLINE_SCRIPT if (found := pattern.search(page))]
    assert not wrong, "\n".join(wrong)
    assert drawn > 50


def test_a_weak_answer_is_graded_low(db, client, settings):
    """The grade can fail: without its transport header and its policy, no page of ours would be let through."""
    settings.SECURE_HSTS_SECONDS = 0
    response = client.get("/help/", secure=True)
    assert grade(response) < A_PLUS
    del response.headers["Content-Security-Policy"]
    assert grade(response) < 80
