"""nginx with the sample that the site writes: what it hands on, and what it says where the site is away."""

import http.client

import pytest
from django.conf import settings
from django.test import Client, override_settings

from tests.architecture.test_header_grade import A_PLUS, grade
from tests.nginx import DOMAIN, open_files, proxy
from tests.personas import sign_in
from tests.processes import server
from tests.samples import photo, taken
from tests.support import free_port, manage, needs

pytestmark = [pytest.mark.processes, pytest.mark.once, needs("nginx")]


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    """A DATA_DIR with what a release lays into it."""
    data = tmp_path_factory.mktemp("data")
    done = manage("collectstatic", "--no-input", DATA_DIR=str(data), timeout=400)
    assert done.returncode == 0, done.stderr
    return data


@pytest.fixture(scope="module")
def alone(tmp_path_factory, collected):
    """The proxy with no process of the site behind it."""
    folder = tmp_path_factory.mktemp("proxy")
    (folder / "acme" / ".well-known" / "acme-challenge").mkdir(parents=True)
    with proxy(folder, collected, web=[free_port(), free_port()], http=free_port()) as standing:
        yield standing


@pytest.mark.parametrize(("method", "path"), [("GET", "/help/"), ("POST", "/topics/7/reply/"), ("GET", "/admin/")])
def test_where_the_site_is_away_there_is_a_calm_page_with_whom_to_call(alone, method, path):
    answer = alone.ask(path, method)
    page = answer.body.decode()
    assert answer.status == 502
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "Det er ikke dig" in page
    assert 'href="tel:112"' in page
    assert "nginx" not in page
    assert answer.headers["Retry-After"]
    assert grade(answer) >= A_PLUS
    assert "no-store" in answer.headers["Cache-Control"]


def test_the_calm_page_has_its_style_though_the_site_is_away(alone):
    page = alone.ask("/help/").body.decode()
    style = page.partition('rel="stylesheet" href="')[2].partition('"')[0]
    answer = alone.ask(style)
    assert answer.status == 200
    # It has a plain name, so that a release may change it.
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    assert grade(answer) >= A_PLUS


def test_a_file_whose_name_holds_its_digest_is_kept_for_ever(alone, collected):
    files = collected / "static" / "community" / "css"
    (hashed,) = files.glob("site.????????????.css")
    answer = alone.ask(f"/static/community/css/{hashed.name}", Accept_Encoding="gzip")
    assert (answer.status, answer.headers["Content-Encoding"]) == (200, "gzip")
    assert "immutable" in answer.headers["Cache-Control"]
    assert grade(answer) >= A_PLUS


def test_the_page_for_when_we_are_away_is_no_page_of_its_own(alone):
    assert alone.ask("/away.html").status == 404


def plainly(port: int, path: str, host: str) -> tuple[int, str, bytes]:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    line.request("GET", path, headers={"Host": host})
    answer = line.getresponse()
    said = answer.status, answer.headers.get("Location", ""), answer.read()
    line.close()
    return said


@pytest.mark.parametrize("host", [DOMAIN, "evil.example", "127.0.0.1"])
def test_whoever_comes_without_tls_is_led_to_the_site_whatever_host_they_named(alone, host):
    status, where, _body = plainly(alone.plain, "/help/?a=1", host)
    assert (status, where) == (301, f"https://{DOMAIN}/help/?a=1")


def test_what_certbot_lays_down_is_answered_without_tls_at_each_renewal(alone):
    (alone.folder / "acme" / ".well-known" / "acme-challenge" / "token").write_text("its answer")
    assert plainly(alone.plain, "/.well-known/acme-challenge/token", DOMAIN) == (200, "", b"its answer")
    # And nothing else of that folder.
    (alone.folder / "acme" / "index.html").write_text("another's")
    assert plainly(alone.plain, "/index.html", DOMAIN)[0] == 301


def test_the_proxy_is_as_wide_as_two_connections_for_each_visitor_need(alone):
    """Debian's 768 would turn a school away: the documented change is in the settings that run here."""
    whole = (alone.folder / "nginx.conf").read_text()
    assert "worker_connections 8192;" in whole
    assert open_files("nginx.override") >= 2 * 8192
    assert open_files("nextwork-web@.service") == open_files("nextwork-http.service") == 8192


@pytest.mark.django_db(transaction=True)
def test_a_members_file_keeps_the_headers_of_our_yes_though_nginx_sends_it(world, collected, tmp_path):
    private = {name: dict(options) for name, options in settings.STORAGES.items()}
    private["private"]["OPTIONS"] = {"location": collected / "private", "base_url": None}
    with override_settings(STORAGES=private):
        picture = taken(world.freja, photo())
    name = next(name for name in picture.files if name.endswith(".webp"))
    client = sign_in(Client(), world.freja)
    cookie = f"__Host-session={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    production = {
        "MODE": "production",
        "ALLOWED_HOSTS": f"{DOMAIN},127.0.0.1",
        "EMAIL_HOST": "localhost",
        "DATA_DIR": str(collected),
        "PRIVATE_MEDIA_ACCEL": "/intern/",
    }
    with (
        server(**production) as web,
        proxy(tmp_path, collected, web=[web.port], http=web.port) as standing,
    ):
        answer = standing.ask(f"/files/{picture.uuid}/{name}", Cookie=cookie)
        assert answer.status == 200, web.log()
        assert answer.body[8:12] == b"WEBP"
        # nginx sent it, not the site.
        assert answer.headers["Server"] == "nginx"
        assert "X-Accel-Redirect" not in answer.headers
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert answer.headers["X-Request-ID"]
        assert grade(answer) >= A_PLUS
        for header in ("Content-Security-Policy", "Strict-Transport-Security", "X-Content-Type-Options"):
            assert len(answer.headers.get_all(header)) == 1, header
        part = standing.ask(f"/files/{picture.uuid}/{name}", Cookie=cookie, Range="bytes=0-9")
        assert (part.status, len(part.body)) == (206, 10)
        assert grade(part) >= A_PLUS
        assert standing.ask(f"/files/{picture.uuid}/{name}").status != 200
        assert standing.ask(f"/intern/attachments/{picture.folder}/{name}", Cookie=cookie).status == 404
