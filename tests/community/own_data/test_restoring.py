"""Yesterday's backup knows Zoega, who left today: put back, she is gone again before anybody is let in."""

import json
import shutil

import pytest

from tests.community.backups.test_backups import _manage, _migrate, _places

pytestmark = pytest.mark.processes

#: What each process is asked; the last line it prints is the answer.
LIVE = "from tests.personas import build_world; from tests.canary import build_canary; build_canary(build_world())"
LEAVE = (
    "from community.own_data.leaving import leave; from community.models import Person;"
    "leave(person=Person.objects.get(email__startswith='zoega'), way='erase')"
)
LOOK = (
    "import json; from pathlib import Path; from django.conf import settings; from tests.canary import *;"
    "folder = Path(settings.DATA_DIR);"
    "raw = [c for c in CANARIES for file in folder.glob('*.sqlite3*') if c.encode() in file.read_bytes().lower()];"
    "print(json.dumps({'rows': found_in_database(), 'files': found_in_files(folder), 'redis': found_in_redis(),"
    " 'raw': raw}))"
)


def _look(place):
    return json.loads(_manage(place, "shell", "-v0", "-c", LOOK).stdout.splitlines()[-1])


def test_who_left_since_is_gone_again_when_a_backup_is_put_back(tmp_path):
    with _places(tmp_path, ("lived", "restored", "older")) as (lived, restored, older):
        _migrate(lived)
        said = _manage(lived, "shell", "-v0", "-c", LIVE)
        assert "zoega" not in (said.stdout + said.stderr).lower(), "not in the log of a process either"
        _manage(lived, "backup", "--to", str(tmp_path / "kept"))
        archive = next((tmp_path / "kept").glob("nextwork-*.tar"))
        assert len(_look(lived)["rows"]) > 30
        _manage(lived, "shell", "-v0", "-c", LEAVE)
        nothing = {"rows": [], "files": [], "redis": [], "raw": []}
        assert _look(lived) == nothing
        ledger = lived["folder"] / "erasures.jsonl"
        assert ledger.stat().st_mode & 0o077 == 0
        # The same machine, whose ledger outlived its database: here another folder with a copy of it.
        restored["folder"].mkdir()
        shutil.copy(ledger, restored["folder"] / "erasures.jsonl")
        told = _manage(restored, "restore", str(archive)).stdout
        assert "person: 1 erased again" in told
        assert _look(restored) == nothing
        assert "erased again" not in _manage(restored, "replay_erasures").stdout, "twice is once"
        # A new machine, which is given the ledger of the old.
        assert "person: 1 erased again" in _manage(older, "restore", str(archive), "--ledger", str(ledger)).stdout
        assert _look(older) == nothing
        # Its own backup carries the ledger on.
        _manage(older, "backup", "--to", str(tmp_path / "next"))
        import tarfile

        with tarfile.open(next((tmp_path / "next").glob("*.tar"))) as tar:
            assert tar.extractfile("erasures.jsonl").read() == (older["folder"] / "erasures.jsonl").read_bytes()
