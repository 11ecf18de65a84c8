"""Every address of ours is graded as the HTTP Observatory grades a site, as production serves it: at least A+.

After the Observatory's published scoring, version 2 (developer.mozilla.org, "Tests & scoring"): from 100; what is good
beyond that counts only where nothing was taken off below 90; from 100 on the grade is A+. Wagtail's admin has scripts
inside its pages and comes no higher than B (test_headers.py: what its policy may hold).
"""

import re

import pytest
from django.test import Client

from home.pages.operations import editors_group
from tests.architecture.authorisation import ROWS
from tests.personas import sign_in

pytestmark = pytest.mark.once

#: Six months, the least that counts, in seconds.
LONG_ENOUGH = 15_552_000
A_PLUS = 100
PRODUCTION = {
    "SECURE_HSTS_SECONDS": 365 * 24 * 3600,
    "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
    "SECURE_HSTS_PRELOAD": True,
    "SESSION_COOKIE_SECURE": True,
    "CSRF_COOKIE_SECURE": True,
}


def _of_policy(policy: str) -> int:
    directives = dict(part.strip().partition(" ")[::2] for part in policy.split(";"))
    scripts = directives.get("script-src", directives.get("default-src", ""))
    if not policy or "'unsafe-inline'" in scripts or re.search(r"(^|\s)(\*|https?:|data:)(\s|$)", scripts):
        return -25
    if "'unsafe-eval'" in scripts:
        return -10
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


@pytest.mark.parametrize("persona", ["visitor", "freja", "signe"])
def test_every_address_is_graded_a_plus(canary_world, settings, persona):
    for name, value in PRODUCTION.items():
        setattr(settings, name, value)
    client = Client() if persona == "visitor" else sign_in(Client(), canary_world.people[persona])
    low = []
    for row in ROWS:
        path = row.path(canary_world) if row.method == "GET" else "/admin/"
        if path.startswith("/admin/"):
            continue
        response = client.get(path, headers=row.headers, secure=True)
        if (worth := grade(response)) < A_PLUS:
            low.append(f"{row}: {worth}")
        if persona != "visitor" and response.headers.get("Cross-Origin-Resource-Policy") != "same-origin":
            low.append(f"{row}: other sites may draw what a member may see")
    assert not low, "\n".join(low)


def test_what_wagtails_own_scripts_cost_is_all_that_the_admin_lacks(world, settings):
    """Its pages hold scripts and styles, so its policy must let them run: 25 points, the grade B, and no more."""
    for name, value in PRODUCTION.items():
        setattr(settings, name, value)
    world.karla.groups.add(editors_group())
    admin = sign_in(Client(), world.karla).get("/admin/", secure=True)
    assert (admin.status_code, grade(admin)) == (200, 75)


def test_a_weak_answer_is_graded_low(db, client, settings):
    """The grade can fail: without its transport header and its policy, no page of ours would be let through."""
    settings.SECURE_HSTS_SECONDS = 0
    response = client.get("/help/", secure=True)
    assert grade(response) < A_PLUS
    del response.headers["Content-Security-Policy"]
    assert grade(response) < 80
