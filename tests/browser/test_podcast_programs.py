"""A podcast program of Debian's subscribes to the feed of a running site and downloads both episodes."""

import hashlib
import os
import pty
import subprocess
import time
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.browser.conftest import SITES
from tests.support import needs

pytestmark = [pytest.mark.long, pytest.mark.browser, needs("newsboat")]

#: Seconds that two short downloads may take on a busy machine.
LIMIT = 60


def downloaded(folder: Path) -> dict[str, int]:
    files = [file for file in folder.rglob("*") if file.is_file()]
    return {hashlib.sha256(file.read_bytes()).hexdigest(): file.stat().st_size for file in files}


def test_newsboat_downloads_both_episodes(site, tmp_path):
    """Newsboat reads the feed and queues what it finds; podboat, its other half, fetches the queue."""
    # The address of the page is first asked for by somebody: then the feed has its name.
    with urlopen(f"{site}/podcast/") as page:
        assert b"podcasts/podcast.xml" in page.read()
    own = tmp_path / ".newsboat"
    own.mkdir()
    (own / "urls").write_text(f"{site}/podcasts/podcast.xml\n")
    (own / "config").write_text(f'podcast-auto-enqueue yes\ndownload-path "{tmp_path}/downloads/"\n')
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "TERM": "xterm", "LANG": "C.UTF-8"}
    subprocess.run(["newsboat", "-x", "reload"], env=environment, check=True, timeout=LIMIT, cwd=tmp_path)
    # It wants a terminal to show how far it is.
    ours, its = pty.openpty()
    process = subprocess.Popen(["podboat", "-a"], env=environment, stdin=its, stdout=its, stderr=its, cwd=tmp_path)
    issued = SITES[site] / "private" / "podcasts" / "issued"
    deadline = time.monotonic() + LIMIT
    try:
        while len(found := downloaded(tmp_path / "downloads")) < 2 or any(
            file.suffix == ".part" for file in (tmp_path / "downloads").rglob("*")
        ):
            assert process.poll() is None, "podboat ended at once"
            assert time.monotonic() < deadline, f"only {found} came"
            time.sleep(0.1)
    finally:
        process.kill()
        process.wait()
        os.close(ours)
        os.close(its)
    assert len(found) == 2
    assert found.items() <= downloaded(issued).items()
