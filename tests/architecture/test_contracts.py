"""What holds over the whole house: floors, migrations, versions, and Python's own modules."""

import re
import subprocess
import sys
import tomllib
from importlib.metadata import version
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.support import ROOT, environment

APPS = ("community", "forums", "company_network", "youth_network", "home")


def test_imports_go_only_downwards():
    lint = Path(sys.executable).parent / "lint-imports"
    command = [lint, "--no-cache"]
    answer = subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stdout


@pytest.mark.django_db
def test_every_change_of_a_model_has_its_migration():
    out = StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=out)
    except SystemExit:
        pytest.fail(out.getvalue())


#: Prints a part of Python's own platform module, after Django is up.
PROBE = "import platform; print(platform.python_version())"


@pytest.mark.parametrize(
    "command",
    [
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", PROBE],
        [sys.executable, "-c", f"import django; django.setup(); {PROBE}"],
        [sys.executable, "-m", "pytest", "--version"],
        [sys.executable, "-m", "daphne", "--help"],
    ],
    ids=["manage.py", "python", "pytest", "daphne"],
)
def test_pythons_own_platform_module_still_works_from_the_root(tmp_path, command):
    """A package named platform would hide it, and every one of these would fail at import."""
    answer = subprocess.run(
        command,
        cwd=ROOT,
        env=environment(DATA_DIR=str(tmp_path), DJANGO_SETTINGS_MODULE="config.settings"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    assert not (ROOT / "platform" / "__init__.py").exists()
    if PROBE in command[-1]:
        assert answer.stdout.strip().splitlines()[-1] == ".".join(map(str, sys.version_info[:3]))


def test_nothing_in_platform_hides_a_module_of_python():
    """platform/ is on the path. A folder without __init__.py (locale/) yields to Python's module, so it may stand."""
    inside = {path.stem for path in (ROOT / "platform").glob("*.py")}
    inside |= {path.parent.name for path in (ROOT / "platform").glob("*/__init__.py")}
    assert not inside & set(sys.stdlib_module_names)


@pytest.mark.parametrize(
    ("package", "floor"),
    [
        ("django", (5, 2, 17)),  # ASGI header and URLField faults
        ("wagtail", (8, 0, 1)),  # closed collections and the API
        ("daphne", (4, 2, 2)),  # unbounded frames
        ("channels-redis", (4, 3)),
    ],
)
def test_versions_stand_above_the_floors_of_known_holes(package, floor):
    assert tuple(int(part) for part in re.findall(r"\d+", version(package))[: len(floor)]) >= floor


def test_the_lock_is_of_this_pyproject():
    """Every dependency is pinned with hashes, in both files alike."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    runtime, tools = (
        dict(re.findall(r"^([\w.-]+)==([\w.]+)", (ROOT / name).read_text(), re.M))
        for name in ("requirements.txt", "requirements-dev.txt")
    )
    unlocked = [name for name in wanted if re.match(r"[\w-]+", name)[0] not in tools]
    assert not unlocked, "Run bin/lock."
    assert runtime.items() <= tools.items()


#: Addresses that name something without a browser ever asking for it.
NAMES_ONLY = re.compile(r"http://www\.w3\.org/(?:2000/svg|1999/xlink|1999/xhtml)|https://schema\.org")
ADDRESS = re.compile(r"(?:https?:)?//[a-z0-9.-]+\.[a-z]{2,}", re.I)
#: What makes a browser ask: in markup, style and script.
ASKING = re.compile(
    r"""(?:\bsrc|\bsrcset|\baction|\bposter|\bhx-get|\bhx-post|<link\b[^>]*\bhref)\s*=\s*["'][^"']*|url\([^)]*|"""
    r"""@import[^;]*|\bfrom\s+["'][^"']*|\b(?:import|fetch|WebSocket|EventSource)\(\s*["'`][^"'`]*"""
)


def test_no_page_style_or_script_asks_another_host():
    asking = []
    for app in (*APPS, "platform"):
        for file in (ROOT / app).rglob("*"):
            if file.suffix in (".html", ".css", ".js", ".svg") and "vendor" not in file.parts:
                found = ASKING.findall(NAMES_ONLY.sub("", file.read_text()))
                asking += [f"{file.relative_to(ROOT)}: {asked}" for asked in found if ADDRESS.search(asked)]
    assert not asking


def test_no_text_names_the_machine_it_was_written_on():
    """Registries and folders of one machine do not belong into the project."""
    listed = subprocess.check_output(["git", "ls-files"], cwd=ROOT, text=True).splitlines()
    words = re.compile("pypi" + r"\.org|files\.pythonhosted|registry\.npmjs|/root/|\"/home/[a-z]|\"/(?:tmp|work)/")
    found = [
        name
        for name in listed
        if (ROOT / name).is_file()
        and (ROOT / name).suffix in (".py", ".txt", ".toml", ".md", ".json", ".html", ".css", "")
        and name != "tests/architecture/test_contracts.py"
        and words.search((ROOT / name).read_text(errors="ignore"))
    ]
    assert not found
