"""Every branch of every rule about who may do what is taken by some test, both ways."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.outside import install_coverage
from tests.support import ROOT

#: Twice what it takes on two slow cores, in seconds.
WITHIN = 5400
pytestmark = [pytest.mark.long, pytest.mark.once, pytest.mark.timeout(WITHIN)]

ROOMS = ("community", "forums", "company_network", "youth_network", "home")
TESTS = [*(f"tests/{room}" for room in ROOMS), "tests/architecture/test_policies.py"]
#: Counted is what happens in one process; Chromium and servers ask in others.
HERE = "not long and not browser and not processes"


def test_every_branch_of_every_policy_is_taken(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "PYTHONPATH": str(install_coverage(tmp_path / "coverage")),
        "COVERAGE_FILE": str(tmp_path / "counted"),
        "DATA_DIR": str(tmp_path),
    }

    def coverage(*arguments: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "coverage", *arguments],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=WITHIN,
            check=False,
        )

    rules = ",".join(f"{ROOT / room}/**/policy.py" for room in ROOMS)
    tests = ("-m", "pytest", "-q", "-p", "tests.apart", "-m", HERE, *TESTS)
    ran = coverage("run", "--branch", f"--include={rules}", *tests)
    assert ran.returncode == 0, ran.stdout[-6000:] + ran.stderr[-2000:]
    said = coverage("report", "--show-missing", "--skip-covered", "--fail-under=100")
    assert said.returncode == 0, said.stdout
    assert "TOTAL" in said.stdout
