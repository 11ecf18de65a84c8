"""The files that `manage.py deployment` writes are ones that nginx and systemd take, and say what the site needs."""

import re
import shutil
import subprocess

from django.conf import settings

from config.management.commands.deployment import deployment_files, procfile
from tests.support import needs


def test_every_process_of_the_procfile_has_its_unit():
    made = deployment_files(domain="nextwork.example")
    for name, command in procfile().items():
        (unit,) = [text for unit, text in made.items() if re.fullmatch(rf"nextwork-{name}@?\.service", unit)]
        for word in re.findall(r"manage\.py \w+|config\.wsgi", command):
            assert word in unit
    for unit, text in made.items():
        if unit.endswith(".service"):
            assert "User=nextwork" in text
            assert "EnvironmentFile=/etc/nextwork/environment" in text


def test_no_placeholder_is_left_and_variables_of_nginx_stand():
    made = deployment_files(domain="nextwork.example")
    assert not re.search(r"\$(domain|data|app|python|common|sockets|web|rate|burst)\b", "".join(made.values()))
    assert "proxy_set_header X-Request-ID $request_id;" in made["nginx.conf"]
    assert "server 127.0.0.1:8001 " in made["nginx.conf"]
    assert "PORT=800%i" in made["nextwork-web@.service"]


def test_the_proxys_log_holds_no_path():
    made = deployment_files(domain="nextwork.example")
    line = made["nginx.conf"].partition("log_format nextwork '")[2].partition("'")[0]
    assert line
    assert not re.search(r"\$(request|request_uri|uri|args|http_referer|remote_addr|http_cookie)\b", line)


def test_the_settings_take_the_environment_file(tmp_path):
    """Each name in it is one that the settings read."""
    made = deployment_files(domain="nextwork.example")
    known = (settings.ROOT / ".env.example").read_text()
    for line in made["environment"].splitlines():
        if line and not line.startswith("#"):
            name = line.partition("=")[0]
            assert re.search(rf"^#?{name}=", known, re.MULTILINE), name


def test_the_secret_is_made_anew_each_time():
    one, other = (deployment_files(domain="nextwork.example")["environment"] for _time in range(2))
    secret = re.search(r"SECRET_KEY=(\S+)", one)[1]
    assert len(secret) >= 64
    assert secret not in other


@needs("systemd-analyze")
def test_systemd_takes_the_units(tmp_path):
    app = tmp_path / "app"
    (app / ".venv" / "bin").mkdir(parents=True)
    for program in ("python", "gunicorn"):
        (app / ".venv" / "bin" / program).symlink_to(shutil.which("true"))
    names = []
    for name, text in deployment_files(domain="nextwork.example", app=str(app)).items():
        if name.rpartition(".")[2] in ("service", "timer", "target"):
            (tmp_path / name).write_text(text)
            names.append(str(tmp_path / name.replace("@.", "@1.")))
    (tmp_path / "nextwork-web@1.service").symlink_to(tmp_path / "nextwork-web@.service")
    answer = subprocess.run(
        ["systemd-analyze", "verify", "--recursive-errors=no", *names], capture_output=True, text=True, check=False
    )
    said = [line for line in answer.stderr.splitlines() if str(tmp_path) in line or "nextwork-" in line]
    assert not [line for line in said if "Unknown" in line or "Invalid" in line or "rror" in line], said
    assert answer.returncode == 0, answer.stderr
