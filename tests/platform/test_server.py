"""How frames leave the server."""

import subprocess
import sys

import pytest
from websockets.sync.client import connect

from tests.platform.loud import TEXTS
from tests.support import ROOT, environment, free_port

pytestmark = [pytest.mark.once, pytest.mark.processes]


@pytest.fixture
def url(tmp_path):
    port = free_port()
    served = subprocess.Popen(
        [sys.executable, "-m", "tests.platform.loud", str(port)],
        cwd=ROOT,
        env=environment(PYTHONPATH=f"{ROOT / 'platform'}:{ROOT}", DATA_DIR=str(tmp_path)),
        stdout=subprocess.PIPE,
    )
    try:
        assert served.stdout.readline() == b"ready\n"
        yield f"ws://127.0.0.1:{port}/ws/"
    finally:
        served.terminate()
        served.wait(30)


def test_frames_arrive_whole_and_in_order_also_where_a_line_is_full(url):
    """What is handed to the socket at once and what waits for a reader that is slow are one row of frames."""
    # One that takes up nothing until all has been said, so that its line fills and the rest waits in the process.
    with connect(url, compression=None, max_queue=1) as slow, connect(url, compression=None) as quick:
        quick.send("go")
        for line in (quick, slow):
            for number, text in enumerate(TEXTS):
                assert line.recv(timeout=30) == text, number
