"""Requests that only break things get an answer below 500, on every address, and change nothing they should not.

Each address meets one of them in the gate, its neighbour the next, and all of them in bin/test-long.
"""

import pytest

from tests.architecture.authorisation import ROWS
from tests.architecture.writes import undone

FORM = "application/x-www-form-urlencoded"
#: (content type, body): what browsers never send and scanners always do.
BODIES = {
    "NUL": (FORM, b"body=a%00b&title=%00&kind=%00&client_uuid=%00&email=%00%40x&person=%00&name=%00&display_name=%00"),
    "lone surrogate": (FORM, b"body=%ED%A0%80&title=%ED%A0%80&email=%ED%A0%80&name=%ED%A0%80&display_name=%ED%A0%80"),
    "100 KB": (FORM, b"body=" + b"x" * 100_000 + b"&name=" + b"y" * 100_000 + b"&email=" + b"z" * 100_000),
    "bad JSON": ("application/json", b'{"body": '),
    "deep JSON": ("application/json", b"[" * 50_000),
    "binary": ("application/octet-stream", bytes(range(256)) * 40),
    "broken multipart": ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="\x00'),
}
QUERIES = ("?before=%00", "?after=%00", "?before=%ED%A0%80", "?after=" + "9" * 5000, "?next=//evil.example/", "?q=%FF")
#: Numbers and moments that are none, or that no calendar and no column holds.
ODD = ("9" * 18, "-1", "%C2%B2", "0001-01-01T00:00:00%2B14:00_1", "9999-12-31T23:59:59-14:00_1")
NUMBERS = ("before", "after", "at", "changed", "quote", "offset", "author", "place", "begins", "row", "seq", "reply")


def turns(many):
    """The first stands in the gate."""
    later = (pytest.param(turn, marks=pytest.mark.long) for turn in range(1, many))
    return pytest.mark.parametrize("turn", [0, *later])


def dealt(rows, values, turn):
    """Each row with the value whose turn it is."""
    values = list(values)
    return [(row, values[(number + turn) % len(values)]) for number, row in enumerate(rows)]


@pytest.fixture
def asking(browse):
    """`asking("freja")` is Freja, signed in once, whose errors are answers."""
    clients = {}

    def as_person(name):
        if name not in clients:
            clients[name] = browse(name)
            clients[name].raise_request_exception = False
        return clients[name]

    return as_person


def askers(row):
    """A visitor, and the first whom the table lets through: who is turned away at the door tries nothing behind it."""
    return dict.fromkeys(["visitor", *row.allowed.split()[:1]])


@turns(len(BODIES))
def test_no_body_breaks_an_address(canary_world, asking, turn):
    broken = []
    for row, name in dealt((row for row in ROWS if row.method == "POST"), BODIES, turn):
        content_type, data = BODIES[name]
        path = row.path(canary_world)
        for who in askers(row):
            client = asking(who)
            with undone(client):
                status = client.generic("POST", path, data, content_type=content_type).status_code
            if status >= 500:
                broken.append(f"{who}, {row} {name}: {status}")
    assert not broken, "\n".join(broken)


@turns(len(QUERIES))
def test_no_query_breaks_an_address(canary_world, asking, turn):
    broken = []
    for row, query in dealt((row for row in ROWS if row.method == "GET"), QUERIES, turn):
        path = row.path(canary_world)
        for who in askers(row):
            client = asking(who)
            with undone(client):
                response = client.get(path + query)
            if response.status_code >= 500:
                broken.append(f"{who}, {row} {query}: {response.status_code}")
            if "evil.example" in response.get("Location", "").partition("?")[0]:
                broken.append(f"{who}, {row}: leads away to {response['Location']}")
    assert not broken, "\n".join(broken)


@turns(len(ODD))
def test_no_number_breaks_a_page_or_what_an_open_page_fetches(canary_world, asking, turn):
    broken = []
    client = asking("freja")
    rows = (row for row in ROWS if row.method == "GET" and "freja" in row.allowed.split() and not row.headers)
    for row, value in dealt(rows, ODD, turn):
        path = row.path(canary_world)
        for query in ("&".join(f"{name}={value}" for name in NUMBERS), f"changed={value}"):
            for headers in ({}, {"HX-Request": "true"}):
                with undone(client):
                    status = client.get(f"{path}{'&' if '?' in path else '?'}{query}", headers=headers).status_code
                if status >= 500:
                    broken.append(f"{row} {query.partition('&')[0]} {headers}: {status}")
    assert not broken, "\n".join(broken)
