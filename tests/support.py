"""What tests lean on beyond the personas: `needs(...)`, free ports, and the project's commands as real processes."""

import os
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
