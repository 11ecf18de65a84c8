"""Write the files that a Debian machine needs to run the site: nginx, systemd units of the Procfile, environment."""

import argparse
import secrets
from pathlib import Path
from string import Template
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand

SOURCE = settings.PLATFORM / "deploy"
#: Of the units; each instance of `web` has the port after this one plus its number.
WEB_PORTS, HTTP_PORT = 8000, 8100
#: Headers of the site's yes that stand on a member's file too, though nginx sends its bytes (X-Accel-Redirect).
HANDED_ON = (
    "Content-Security-Policy",
    "X-Content-Type-Options",
    "X-Frame-Options",
    "Referrer-Policy",
    "Permissions-Policy",
    "Strict-Transport-Security",
    "Cross-Origin-Opener-Policy",
    "Cross-Origin-Resource-Policy",
    "Access-Control-Allow-Origin",
    "Content-Language",
    "Vary",
    "X-Robots-Tag",
    "X-Request-ID",
)
#: Files that a web process may hold open, and nginx: two for each visitor behind the proxy, and some for itself.
OPEN_FILES, PROXY_OPEN_FILES = 8192, 16384


class Command(BaseCommand):
    help = "Writes nginx.conf, systemd units, the environment file and log rotation for one machine into a folder."
    requires_system_checks = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--domain", required=True, help="the host people use, such as nextwork.example")
        parser.add_argument("--to", type=Path, required=True, help="an empty folder; secrets will stand in it")
        parser.add_argument("--processes", type=int, default=2, help="web processes that hold sockets, and of pages")
        parser.add_argument("--app", default="/srv/nextwork/app", help="where the project stands on that machine")
        parser.add_argument("--data", default="/var/lib/nextwork", help="DATA_DIR on that machine")

    def handle(self, *, domain: str, to: Path, processes: int, app: str, data: str, **options: Any) -> None:
        to.mkdir(parents=True, exist_ok=True, mode=0o700)
        for name, text in deployment_files(domain=domain, processes=processes, app=app, data=data).items():
            file = to / name
            file.touch(mode=0o600)
            file.write_text(text)
            self.stdout.write(str(file))


def deployment_files(
    *,
    domain: str,
    processes: int = 2,
    app: str = "/srv/nextwork/app",
    data: str = "/var/lib/nextwork",
    **other: str,
) -> dict[str, str]:
    """Name and content of each file. `other` replaces what a rehearsal on one machine has elsewhere."""
    python = f"{app}/.venv/bin/python"
    programs = {name: _absolute(line, app) for name, line in procfile().items()}
    socket_ports = [WEB_PORTS + number for number in range(1, processes + 1)]
    common = (
        f"User=nextwork\nGroup=nextwork\nWorkingDirectory={app}\nEnvironmentFile=/etc/nextwork/environment\n"
        # nginx reads pictures and sends members' files; nobody else on the machine does.
        "UMask=0027\nNoNewPrivileges=yes\nProtectSystem=strict\nProtectHome=yes\nPrivateTmp=yes\n"
        f"ReadWritePaths={data} /var/backups/nextwork"
    )
    values = {
        "domain": domain,
        "data": data,
        "app": app,
        "python": python,
        "common": common,
        "processes": str(processes),
        "http_port": str(HTTP_PORT),
        # systemd knows arithmetic as little as we need it: instance 1 listens on 8001.
        "web_port": f"{WEB_PORTS // 10}%i",
        "sockets": "\n".join(f"    server 127.0.0.1:{port} max_fails=1 fail_timeout=2s;" for port in socket_ports),
        # They serve everything, so they stand in where the pages' own process is away.
        "pages_fallback": "\n".join(f"    server 127.0.0.1:{port} backup;" for port in socket_ports),
        "plain_listen": "listen 80;\n    listen [::]:80;",
        "tls_listen": "listen 443 ssl http2;\n    listen [::]:443 ssl http2;",
        # Of Debian's own first page, so that the certificate is there before this file is.
        "acme_folder": "/var/www/html",
        "handed_on": "\n".join(
            f"        add_header {name} $upstream_http_{name.lower().replace('-', '_')} always;" for name in HANDED_ON
        ),
        "open_files": str(OPEN_FILES),
        "proxy_open_files": str(PROXY_OPEN_FILES),
        "certificate": f"/etc/letsencrypt/live/{domain}/fullchain.pem",
        "certificate_key": f"/etc/letsencrypt/live/{domain}/privkey.pem",
        "log_folder": "/var/log/nginx",
        "rate": "50",
        "burst": "400",
        "connections": "400",
        "secret": secrets.token_urlsafe(64),
        **programs,
        **other,
    }
    names = {
        "nginx.conf": "nginx.conf",
        "environment": "environment",
        "logrotate": "logrotate",
        "nextwork.target": "nextwork.target",
        "nginx.override": "nginx.override",
        "web.service": "nextwork-web@.service",
        **{f"{name}.service": f"nextwork-{name}.service" for name in ("http", "worker", "release", "backup", "doctor")},
        **{f"{name}.timer": f"nextwork-{name}.timer" for name in ("backup", "doctor")},
    }
    return {made: Template((SOURCE / source).read_text()).substitute(values) for source, made in names.items()}


def procfile() -> dict[str, str]:
    """Each process of the Procfile and its command."""
    lines = (settings.ROOT / "Procfile").read_text().splitlines()
    return {name: command.strip() for name, _colon, command in (line.partition(":") for line in lines if line.strip())}


def _absolute(command: str, app: str) -> str:
    """As systemd wants it: whole paths of programs, its own way to name variables, and per cent signs doubled."""
    parts = command.replace("%", "%%")
    parts = parts.replace("${HOST:-0.0.0.0}:${PORT:-8000}", "${HOST}:${PORT}")
    return " && ".join(
        f"{app}/.venv/bin/{part}" if part.split()[0] in ("python", "gunicorn") else part for part in parts.split(" && ")
    )
