"""What the production settings serve, asked in a process of its own: its cookies, and what lies at no address."""

import json
import subprocess
import sys

import pytest

from tests.migrated import copy_migrated
from tests.platform.test_settings import GOOD
from tests.support import ROOT, environment

# In a process of its own, on a SQLite of its own.
pytestmark = pytest.mark.once

#: What scanners ask for first. None of it is served, and none of it says what the site is made of.
# fmt: off
NOWHERE = [
    "/.git/config", "/.git/HEAD", "/.gitignore", "/.env", "/.env.example", "/.ci/run", "/.svn/entries",
    "/.DS_Store", "/manage.py", "/pyproject.toml", "/requirements.txt", "/Procfile", "/docs/operations.md",
    "/platform/config/settings.py", "/var/secret-key", "/secret-key", "/nextwork.sqlite3", "/backups/", "/private/",
    "/media/", "/static/", "/static/../manage.py", "/static/%2e%2e/manage.py", "/static/..%2f..%2fetc/passwd",
    "/media/%2e%2e/nextwork.sqlite3", "/__debug__/", "/silk/", "/gallery/", "/demo/", "/schema", "/schema/",
    "/openapi.json", "/swagger/", "/redoc/", "/api/", "/api/v2/pages/", "/graphql", "/django-admin/",
    "/server-status", "/phpinfo.php", "/wp-login.php", "/actuator/env", "/console",
    "/.well-known/change-password", "/metrics",
]
# fmt: on

_ASK = """
import json, sys
import django
django.setup()
from django.test import Client
from django.conf import settings
nowhere, head = json.load(sys.stdin)
client = Client(headers=head)
told = {"proxies": settings.ALLAUTH_TRUSTED_PROXY_COUNT, "debug": settings.DEBUG}
page = client.get("/accounts/login/")
told["hsts"] = page.headers.get("Strict-Transport-Security", "")
sent = client.post("/accounts/login/", {"email": "nobody@example.com"})
told["sent"] = sent.status_code
told["cookies"] = {
    name: {key: cookie[key] for key in ("secure", "httponly", "samesite", "path", "domain")}
    for name, cookie in client.cookies.items()
}
plain = Client(headers={"host": head["host"]}).get("/accounts/login/?next=/me/")
told["plain"] = [plain.status_code, plain.headers.get("Location", ""), list(plain.cookies)]
told["nowhere"] = {}
for path in nowhere:
    answer = client.get(path)
    if answer.status_code in (301, 302):
        # Only where the address lacks its slash.
        assert answer.headers["Location"] == path + "/", path
        answer = client.get(path + "/")
    told["nowhere"][path] = [answer.status_code, answer.content.decode(errors="replace")]
print(json.dumps(told))
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory, django_db_setup):
    """With a proxy in front, as docs/operations.md has it."""
    data = tmp_path_factory.mktemp("production")
    copy_migrated(data / "nextwork.sqlite3")
    variables = GOOD | {
        "DATA_DIR": str(data),
        "DATABASE_URL": f"sqlite:///{data / 'nextwork.sqlite3'}",
        "REDIS_URL": "",
        "BEHIND_PROXY": "true",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "LOG_LEVEL": "ERROR",
    }
    head = {"host": "nextwork.example", "x-forwarded-proto": "https", "x-forwarded-for": "203.0.113.9"}
    # Nobody has collected the static files here, whose names the pages tell.
    plain = 'from config import settings as s; s.STORAGES["staticfiles"]["BACKEND"] = '
    plain += '"django.contrib.staticfiles.storage.StaticFilesStorage"\n'
    answer = subprocess.run(
        [sys.executable, "-c", plain + _ASK],
        input=json.dumps([NOWHERE, head]),
        env=environment(**variables),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout.splitlines()[-1])


def test_cookies_are_the_hosts_own_and_no_script_reads_them(told):
    assert set(told["cookies"]) == {"__Host-session", "__Host-csrf"}
    for cookie in told["cookies"].values():
        assert cookie == {"secure": True, "httponly": True, "samesite": "Lax", "path": "/", "domain": ""}
    assert told["sent"] == 302


def test_without_tls_there_is_only_the_way_to_it(told):
    assert told["plain"] == [301, "https://nextwork.example/accounts/login/?next=/me/", []]
    assert told["hsts"] == "max-age=31536000; includeSubDomains; preload"


def test_of_those_who_say_where_they_come_from_one_proxy_is_believed(told):
    assert told["proxies"] == 1
    assert told["debug"] is False


def test_what_scanners_ask_for_first_is_nowhere(told):
    for path, (status, body) in told["nowhere"].items():
        assert status in (400, 404), f"{path}: {status}"
        for word in ("Traceback", "DEBUG", "Django", "Wagtail", "SECRET", "root:", "settings.py"):
            assert word not in body, f"{path}: {word}"
