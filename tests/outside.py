"""Programs of others that judge what the site says (tests/tools/package.json), installed for one run of the tests."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.support import ROOT


@dataclass(frozen=True)
class Tools:
    """`tools("vnu", …)` runs one of them. What they are to read may lie in their folder."""

    folder: Path

    def __call__(self, name: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        own = self.folder / "node_modules" / ".bin" / name
        return subprocess.run(
            [own if own.exists() else name, *arguments],
            cwd=self.folder,
            env={**os.environ, "CHROME_PATH": shutil.which("chromium") or ""},
            capture_output=True,
            text=True,
            timeout=900,
            check=False,
        )


def install(folder: Path) -> Tools:
    for file in (ROOT / "tests" / "tools").iterdir():
        shutil.copy(file, folder)
    command = ["npm", "install", "--silent", "--no-package-lock", "--no-audit", "--no-fund"]
    subprocess.run(command, cwd=folder, check=True, timeout=600)
    return Tools(folder)


def install_scanner(folder: Path) -> Path:
    """Wapiti, whose own dependencies would quarrel with the project's, in an environment of its own."""
    subprocess.run([sys.executable, "-m", "venv", folder], check=True, timeout=120)
    subprocess.run([folder / "bin" / "pip", "install", "--quiet", "wapiti3==3.2.3"], check=True, timeout=600)
    return folder / "bin" / "wapiti"


def install_coverage(folder: Path) -> Path:
    """What counts the branches that a run takes; gives what that run alone has on its PYTHONPATH."""
    subprocess.run([sys.executable, "-m", "venv", folder], check=True, timeout=120)
    subprocess.run([folder / "bin" / "pip", "install", "--quiet", "coverage==7.17.5"], check=True, timeout=600)
    return next(folder.glob("lib/python*/site-packages"))
