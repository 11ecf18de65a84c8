"""What comes in to the server, and how frames leave it."""

import subprocess
import sys
from urllib.request import Request, urlopen

import pytest
from websockets.sync.client import connect

from tests.platform.loud import TEXTS
from tests.support import ROOT, environment, free_port

pytestmark = [pytest.mark.once, pytest.mark.processes]


@pytest.fixture
def address(tmp_path):
    port = free_port()
    served = subprocess.Popen(
        [sys.executable, "-m", "tests.platform.loud", str(port)],
        cwd=ROOT,
        env=environment(PYTHONPATH=f"{ROOT / 'platform'}:{ROOT}", DATA_DIR=str(tmp_path)),
        stdout=subprocess.PIPE,
    )
    try:
        assert served.stdout.readline() == b"ready\n"
        yield f"127.0.0.1:{port}"
    finally:
        served.terminate()
        served.wait(30)


def test_frames_arrive_whole_and_in_order_also_where_a_line_is_full(address):
    """What is handed to the socket at once and what waits for a reader that is slow are one row of frames."""
    # One that takes up nothing until all has been said, so that its line fills and the rest waits in the process.
    url = f"ws://{address}/ws/"
    with connect(url, compression=None, max_queue=1) as slow, connect(url, compression=None) as quick:
        quick.send("go")
        for line in (quick, slow):
            for number, text in enumerate(TEXTS):
                assert line.recv(timeout=30) == text, number


@pytest.mark.parametrize("body", [b"--here--\r\n", b"--here\r\nno form at all"])
def test_a_form_is_read_by_the_site_alone(address, body):
    """One without a field, as the admin's editors send it, and one that is none: the site says what it makes of it."""
    headers = {"Content-Type": "multipart/form-data; boundary=here"}
    with urlopen(Request(f"http://{address}/", data=body, headers=headers), timeout=30) as answer:
        assert answer.read() == body
