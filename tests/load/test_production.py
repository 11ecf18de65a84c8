"""The production set-up in short: all parts real, a minute of traffic, and every kill and restart of the long run."""

import subprocess

import pytest

from tests.chaos.services import needs_own_services
from tests.support import ROOT, needs

pytestmark = [
    pytest.mark.processes,
    # It brings services of its own; where others are named, those programs are at hand, and once is enough.
    needs("postgresql", "redis", "nginx", "redis-server"),
    needs_own_services,
    # Mostly it waits, so it stands beside other tests, in a row of its own.
    pytest.mark.xdist_group("production"),
    pytest.mark.timeout(1200),
]

#: Minutes of traffic, and members; the long form is for a person to run (docs/performance.md).
SHORT = ("--minutes", "1.5", "--members", "20", "--pace", "5")


def test_it_holds_in_short():
    done = subprocess.run(
        [ROOT / "tests" / "load" / "production.sh", *SHORT], capture_output=True, text=True, timeout=1100, check=False
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert "It holds." in done.stdout
