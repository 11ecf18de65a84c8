"""Settings stop the start, by the variable's name, on what is wrong or unsafe; and say nothing on what is right."""

import re
import subprocess
import sys

import pytest

from tests.support import ROOT, environment, manage

GOOD = {
    "MODE": "production",
    "SECRET_KEY": "k9Zr2vQm7Xw4Lb8Tn5Hc3Jd6Fs1GpAeYuRoViBxNtMqKzWlCjDhS0",
    "ALLOWED_HOSTS": "nextwork.example",
    "DATABASE_URL": "postgres://nextwork@127.0.0.1:5432/nextwork",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
    "EMAIL_HOST": "mail.nextwork.example",
}


def refusal(tmp_path, **variables: str) -> str:
    """What reading the settings ends with, in a process of its own."""
    answer = subprocess.run(
        [sys.executable, "-c", "import config.settings"],
        env=environment(DATA_DIR=str(tmp_path), **variables),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode != 0
    return answer.stderr.strip().splitlines()[-1]


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("MODE", "staging"),
        ("DEBUG", "perhaps"),
        ("DEMO", "3"),
        ("WEB_CONCURRENCY", "0"),
        ("DATABASE_URL", "mysql://root@localhost/x"),
        ("REDIS_URL", "localhost:6379"),
        ("EMAIL_PORT", "smtp"),
        ("EMAIL_USE_TLS", "starttls"),
        ("LOG_LEVEL", "chatty"),
        ("BASE_URL", "nextwork.example"),
        ("PORT", "http"),
    ],
)
def test_a_bad_value_is_refused_by_name(tmp_path, variable, value):
    assert variable in refusal(tmp_path, **{variable: value})


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("DEBUG", "true"),
        ("DEMO", "true"),
        ("SECRET_KEY", ""),
        ("SECRET_KEY", "short"),
        ("SECRET_KEY", "abcabcabc" * 10),
        ("SECRET_KEY", "django-insecure-" + "k9Zr2vQm7Xw4Lb8Tn5Hc3Jd6Fs1GpAeYuRoViBxNtMqKzWlCjDhS0"),
        ("ALLOWED_HOSTS", ""),
        ("ALLOWED_HOSTS", "*"),
        ("ALLOWED_HOSTS", ".nextwork.example"),
        ("ALLOWED_HOSTS", "https://nextwork.example"),
        ("DATABASE_URL", "postgres://nextwork@127.0.0.1:543x/nextwork"),
        ("REDIS_URL", "redis://127.0.0.1:6379/first"),
        ("PRIVATE_MEDIA_ACCEL", "intern"),
        ("BASE_URL", "http://nextwork.example"),
        ("EMAIL_HOST", ""),
    ],
)
def test_production_refuses_by_name(tmp_path, variable, value):
    assert variable in refusal(tmp_path, **{**GOOD, variable: value})


@pytest.mark.parametrize(
    ("variable", "value"), [("DATABASE_URL", "sqlite:///{}/x.sqlite3"), ("DATABASE_URL", ""), ("REDIS_URL", "")]
)
def test_production_refuses_what_only_one_process_can_share(tmp_path, variable, value):
    variables = {**GOOD, "WEB_CONCURRENCY": "2", variable: value.format(tmp_path)}
    assert variable in refusal(tmp_path, **variables)


def test_production_is_clean_under_the_deployment_checks(tmp_path):
    answer = manage("check", "--deploy", "--fail-level", "WARNING", DATA_DIR=str(tmp_path), **GOOD)
    assert answer.returncode == 0, answer.stderr
    assert "no issues" in answer.stdout


def test_the_embedded_default_needs_nothing(tmp_path):
    answer = manage("check", DATA_DIR=str(tmp_path))
    assert answer.returncode == 0, answer.stderr


def test_a_refusal_is_one_line_and_no_traceback(tmp_path):
    answer = manage("check", DATA_DIR=str(tmp_path), MODE="staging")
    assert answer.stderr.strip() == "MODE must be one of embedded, production, not “staging”."


def test_the_embedded_secret_is_made_once_and_read_by_its_owner_only(tmp_path, monkeypatch):
    secret = tmp_path / "secret-key"
    from config import settings as module

    monkeypatch.setattr(module, "DATA_DIR", tmp_path)
    made, again = module.embedded_secret(), module.embedded_secret()
    assert made == again == secret.read_text()
    assert len(made) > 50
    assert secret.stat().st_mode & 0o077 == 0


def test_every_variable_stands_in_the_example(tmp_path):
    """What settings and server read, by their own calls, against .env.example."""
    read = set()
    for file in (ROOT / "platform" / "config").rglob("*.py"):
        read |= set(re.findall(r"env\.(?:text|flag|number|choice|listing|url)\(\s*\"([A-Z_]+)\"", file.read_text()))
    written = set(re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.M))
    assert written == read
