"""What tests lean on beyond the personas: `needs(...)`, free ports, and the project's commands as real processes."""

import os
import platform
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

_ABSENT = {
    "chromium": (
        lambda: not shutil.which("chromium"),
        "Chromium is not on the PATH; on Debian: apt install chromium",
    ),
    "xmllint": (
        lambda: not shutil.which("xmllint"),
        "xmllint is not on the PATH; on Debian: apt install libxml2-utils",
    ),
    "ffprobe": (lambda: not shutil.which("ffprobe"), "ffprobe is not on the PATH; on Debian: apt install ffmpeg"),
    "zbarimg": (lambda: not shutil.which("zbarimg"), "zbarimg is not on the PATH; on Debian: apt install zbar-tools"),
    "WebKitWebDriver": (
        lambda: not (shutil.which("WebKitWebDriver") and shutil.which("xvfb-run")),
        "WebKitWebDriver or xvfb-run is not on the PATH; on Debian: apt install webkit2gtk-driver xvfb xauth "
        "gstreamer1.0-libav",
    ),
    "systemd-analyze": (
        lambda: not shutil.which("systemd-analyze"),
        "systemd-analyze is not on the PATH; on Debian: apt install systemd",
    ),
    "newsboat": (lambda: not shutil.which("podboat"), "podboat is not on the PATH; on Debian: apt install newsboat"),
    "nginx": (lambda: not shutil.which("nginx"), "nginx is not on the PATH; on Debian: apt install nginx"),
    "redis-server": (
        lambda: not shutil.which("redis-server"),
        "redis-server is not on the PATH; on Debian: apt install redis postgresql",
    ),
    "glibc": (lambda: platform.libc_ver()[0] != "glibc", "the C library is not glibc"),
    "npm": (lambda: not shutil.which("npm"), "npm is not on the PATH; on Debian: apt install npm"),
    "java": (
        lambda: not shutil.which("java"),
        "java is not on the PATH; on Debian: apt install default-jre-headless",
    ),
    "postgresql": (
        lambda: not os.environ.get("DATABASE_URL", "").startswith("postgres"),
        "needs PostgreSQL: set DATABASE_URL=postgres://… and REDIS_URL, and run bin/test",
    ),
    "redis": (
        lambda: not os.environ.get("REDIS_URL"),
        "needs Redis: set REDIS_URL=redis://… and DATABASE_URL, and run bin/test",
    ),
}


def needs(*parts: str) -> pytest.MarkDecorator:
    """Skip where a part is absent, saying how to get it. With CI=true the run then fails (tests/conftest.py).

    PostgreSQL and Redis belong to the second of bin/test's two runs; the first says so without failing.
    """
    missing = [reason for absent, reason in (_ABSENT[part] for part in parts) if absent()]
    return pytest.mark.skipif(bool(missing), reason="; ".join(missing))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environment(**variables: str) -> dict[str, str]:
    """Of a process that knows nothing of the test run's own settings: only what is given, and how to find programs."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    return {**kept, "PYTHONPATH": f"{ROOT / 'platform'}{os.pathsep}{ROOT}", **variables}


def manage(*arguments: str, timeout: float = 120, **variables: str) -> subprocess.CompletedProcess[str]:
    """`manage.py` in a process of its own."""
    return subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), *arguments],
        env=environment(**variables),
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )
