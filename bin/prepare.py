"""Makes .venv from the lock, then hands over to it. Standard library only: this runs before anything is installed.

`prepare.py run` serves the site; `prepare.py test [pytest arguments]` and `prepare.py test-long` test it;
`prepare.py install-test-tools` does only what comes before the tests.
"""

import filecmp
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
#: Telling these apart from a wish to use the host's services, the first test run has neither.
SERVICES = ("DATABASE_URL", "REDIS_URL")


def stop(sentence: str) -> None:
    sys.exit(f"bin/{sys.argv[1]}: {sentence}")


def say(line: str) -> None:
    print(line, flush=True)


# --- what must hold before anything is made -----------------------------------------------------------------------
def check_port() -> None:
    """The address must be free: better said now than after a minute of installing."""
    host, port = os.environ.get("HOST") or "127.0.0.1", os.environ.get("PORT") or "8000"
    if not port.isascii() or not port.isdigit() or not 1 <= int(port) <= 65535:
        stop(f"PORT must be a whole number from 1 to 65535, not “{port}”.")
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, int(port), type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
    except PermissionError:
        stop(f"this account may not serve on port {port}. Choose one above 1023, as in: PORT=8001 bin/run")
    except socket.gaierror:
        stop(f"HOST “{host}” is no address of this machine.")
    except OSError as problem:
        if "in use" in str(problem).lower():
            stop(f"port {port} is taken by another program. Choose another, as in: PORT={int(port) + 1} bin/run")
        stop(f"cannot serve on {host}:{port}: {problem.strerror}.")


def check_folder(folder: Path, variable: str = "") -> None:
    """Try to write, since modes alone do not tell (read-only disks, containers)."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as problem:
        hint = f" Name another with {variable}." if variable else ""
        stop(f"the folder {folder} cannot be written to ({(problem.strerror or str(problem)).lower()}).{hint}")


# --- the virtual environment ---------------------------------------------------------------------------------------
def ensure_venv(lock: Path) -> None:
    """Install exactly what the lock says; nothing is done when that has been done."""
    stamp = VENV / lock.name
    if PYTHON.exists() and stamp.exists() and filecmp.cmp(lock, stamp, shallow=False):
        return
    check_folder(ROOT)
    started = time.monotonic()
    names = re.findall(r"^([\w.\[\]-]+)==", lock.read_text(), re.M)
    uv = shutil.which("uv")
    if not (uv and install(uv, lock, len(names))):
        install(None, lock, len(names))
    for written in (lock, ROOT / "requirements.txt"):
        shutil.copyfile(written, VENV / written.name)
    say(f"Installed in {time.monotonic() - started:.0f} s.")


def install(uv: str | None, lock: Path, total: int) -> bool:
    """Into .venv, which is made when it is missing. False when uv could not, so that pip may try its own ways."""
    # uv makes environments without pip
    if not PYTHON.exists() or (not uv and not list(VENV.glob("lib/*/site-packages/pip"))):
        make_venv(uv)
    say(f"Installing {total} packages from {lock.name} with {'uv' if uv else 'pip; this takes a minute or two'} …")
    if uv:
        # compiled now, every start is quicker
        command = [uv, "pip", "install", "--compile-bytecode", "--python", str(PYTHON)]
    else:
        command = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
    failure = watch([*command, "--require-hashes", "-r", str(lock)], total=total)
    if failure and uv:
        say("  uv could not; pip tries.")
    elif failure:
        if re.search(r"(?i)name resolution|connection|connect\)|dns error|timed? ?out|unreachable|ssl", failure):
            stop("the packages could not be fetched: is there a network, and does it reach the package index?")
        stop(f"installing failed: {last_words(failure)}")
    return not failure


def make_venv(uv: str | None) -> None:
    say("Making .venv …")
    # This may run by the .venv that is made anew.
    python = getattr(sys, "_base_executable", sys.executable)
    shutil.rmtree(VENV, ignore_errors=True)
    if uv:
        made = subprocess.run([uv, "venv", "--quiet", "--python", python, str(VENV)], capture_output=True, text=True)
    else:
        try:
            import ensurepip  # noqa: F401  Debian ships venv without it
        except ImportError:
            stop("this Python cannot make virtual environments. On Debian and Ubuntu: apt install python3-venv")
        made = subprocess.run([python, "-m", "venv", str(VENV)], capture_output=True, text=True)
    if made.returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        stop(f"making .venv failed: {last_words(made.stderr or made.stdout)}")


def watch(command: list[str], total: int) -> str:
    """Run an installer, saying every few seconds how far it is. What it printed if it failed, otherwise nothing."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=ROOT)
    assert process.stdout
    said, seen, output = time.monotonic(), 0, []
    try:
        for line in process.stdout:
            output.append(line)
            if line.startswith("Collecting "):
                seen += 1
            if line.startswith("Installing collected"):
                say("  unpacking …")
            elif time.monotonic() - said > 5 and seen:
                said = time.monotonic()
                say(f"  {min(seen, total)} of {total}")
    except KeyboardInterrupt:
        process.terminate()
        process.wait()
        sys.exit(130)
    return "".join(output) or "no output" if process.wait() else ""


def last_words(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return next(
        (line for line in reversed(lines) if "error" in line.lower()), lines[-1] if lines else "no reason given"
    )


# --- the commands --------------------------------------------------------------------------------------------------
def run(arguments: list[str]) -> None:
    data = Path(os.environ.get("DATA_DIR") or ROOT / "var").absolute()
    check_port()
    check_folder(data, "DATA_DIR")
    ensure_venv(ROOT / "requirements.txt")
    # Absolute, since the work goes on in the project's folder.
    os.environ["DATA_DIR"] = str(data)
    os.chdir(ROOT)
    os.execv(PYTHON, [str(PYTHON), str(ROOT / "manage.py"), "serve", "--embedded", *arguments])


def test(arguments: list[str], *, only: str) -> None:
    """pytest on the embedded default, then on the services when both are named."""
    ensure_venv(ROOT / "requirements-dev.txt")
    os.chdir(ROOT)
    services = {name: os.environ.pop(name) for name in SERVICES if os.environ.get(name)}
    with tempfile.TemporaryDirectory(prefix="nextwork-test-") as data:
        # Tests never touch the data of a site that runs from the same folder.
        environment = {**os.environ, "DATA_DIR": data, "MODE": "embedded", "DEBUG": "", "DEMO": ""}
        subprocess.run([PYTHON, ROOT / "manage.py", "messages", "--compile"], env=environment, check=True)
        backends = [("SQLite, channels in the process", {})]
        if len(services) == len(SERVICES):
            backends.append(("PostgreSQL and Redis", services))
        elif services:
            say(f"Only {next(iter(services))} is set; the second run needs {' and '.join(SERVICES)}.")
        failed = []
        for name, variables in backends:
            say(f"== Tests on {name}")
            # Chromium visits the embedded site, and headers are the same, whatever the tests run on: once is enough.
            once = " and not browser and not once" if variables and only == "not long" else ""
            marks = [] if any(argument.startswith("-m") for argument in arguments) else ["-m", only + once]
            # Two workers on two cores; arguments that name tests run in one process, where a debugger works.
            share = (
                ["-n", "2", "--dist", "loadgroup", "-p", "tests.apart"]
                if not arguments and (os.cpu_count() or 1) > 1
                else []
            )
            command = [PYTHON, "-m", "pytest", *share, *marks, *arguments]
            if code := subprocess.run(command, env={**environment, **variables}).returncode:
                failed.append((name, code))
    for name, _ in failed:
        say(f"Failed on {name}.")
    sys.exit(failed[0][1] if failed else 0)


if __name__ == "__main__":
    command, arguments = sys.argv[1], sys.argv[2:]
    try:
        if command == "run":
            run(arguments)
        elif command == "install-test-tools":
            ensure_venv(ROOT / "requirements-dev.txt")
        else:
            test(arguments, only="long" if command == "test-long" else "not long")
    except KeyboardInterrupt:
        sys.exit(130)
