"""bin/run as a person meets it: plain one-line errors, and a second start that does nothing twice."""

import shutil
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from tests.support import ROOT, environment, free_port

pytestmark = pytest.mark.once

RUN = ROOT / "bin" / "run"


def run(*, run_as: Path = RUN, cwd: Path = ROOT, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(run_as)], env=environment(**variables), cwd=cwd, capture_output=True, text=True, timeout=60, check=False
    )


def the_one_line(answer: subprocess.CompletedProcess[str]) -> str:
    assert answer.returncode == 1, answer.stdout
    (line,) = answer.stderr.strip().splitlines()
    return line


def test_a_taken_port_is_named_with_a_way_on(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        line = the_one_line(run(DATA_DIR=str(tmp_path), PORT=str(port)))
    assert line == f"bin/run: port {port} is taken by another program. Choose another, as in: PORT={port + 1} bin/run"


def test_a_port_that_is_none_is_named(tmp_path):
    assert "PORT must be a whole number" in the_one_line(run(DATA_DIR=str(tmp_path), PORT="http"))


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").touch()
    line = the_one_line(run(DATA_DIR=str(tmp_path / "file" / "var"), PORT=str(free_port())))
    assert f"the folder {tmp_path / 'file' / 'var'} cannot be written to" in line
    assert "DATA_DIR" in line


def test_an_old_python_is_named(tmp_path):
    """A PATH whose only Python says that it is too old, and a checkout without .venv."""
    shutil.copytree(ROOT / "bin", tmp_path / "bin")
    programs = tmp_path / "programs"
    programs.mkdir()
    for name in ("sh", "readlink", "dirname"):
        (programs / name).symlink_to(shutil.which(name))
    old = programs / "python3"
    old.write_text('#!/bin/sh\n[ "$1" = --version ] && echo "Python 3.9.2" && exit 0\nexit 1\n')
    old.chmod(0o755)
    line = the_one_line(run(run_as=tmp_path / "bin" / "run", PATH=str(programs)))
    assert line == "NExTWORK needs Python 3.11 or newer on the PATH; here is Python 3.9.2."


@pytest.mark.processes
def test_the_second_start_finds_all_done_and_both_end_cleanly(tmp_path):
    """From another folder, with data in a folder whose name has a space."""
    data = tmp_path / "a folder" / "var"
    made = []
    for _ in range(2):
        port = free_port()
        process = subprocess.Popen(
            [sys.executable, str(ROOT / "manage.py"), "serve", "--embedded"],
            env=environment(DATA_DIR=str(data), PORT=str(port)),
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        try:
            output = read_until(process, "Ctrl+C stops it.")
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=10) as answer:
                assert answer.status == 200
                assert "Server" not in answer.headers
        finally:
            process.send_signal(signal.SIGTERM)
            output += process.communicate(timeout=20)[0]
        assert process.returncode == 0, output
        assert f"http://localhost:{port}" in output
        assert "Traceback" not in output
        made.append("…" in output)
    assert made == [True, False]


def read_until(process: subprocess.Popen[str], sign: str) -> str:
    """What the process printed up to and with the line that holds the sign."""
    assert process.stdout
    lines = []
    for line in process.stdout:
        lines.append(line)
        if sign in line:
            break
    return "".join(lines)
