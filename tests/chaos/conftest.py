"""The ground that the chaos stands on: a PostgreSQL cluster of its own with the project's tables and people."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from subprocess import run
from sys import executable

import pytest
from django.conf import settings

from tests.chaos.cast import Cast
from tests.chaos.services import Cluster, cluster
from tests.support import ROOT, environment, manage

MEMBERS, SPEAKERS = 12, 40


@dataclass
class Grounds:
    postgres: Cluster
    cast: Cast
    #: What web processes are told.
    variables: dict[str, str]


@pytest.fixture(scope="session")
def grounds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Grounds]:
    folder: Path = tmp_path_factory.mktemp("chaos")
    with cluster() as postgres:
        postgres.ask("CREATE DATABASE nextwork", database="postgres")
        variables = {
            "DATABASE_URL": postgres.url("nextwork"),
            # The proxy before the web processes has one set of static files for them all.
            "DATA_DIR": str(folder),
            "SECRET_KEY": settings.SECRET_KEY,
            "LANG": "C.UTF-8",
        }
        manage("migrate", "--verbosity=0", timeout=300, **variables).check_returncode()
        manage("collectstatic", "--noinput", timeout=300, **variables).check_returncode()
        gathered = run(
            [executable, "-m", "tests.chaos.cast", str(MEMBERS), str(SPEAKERS)],
            env=environment(DJANGO_SETTINGS_MODULE="config.settings", **variables),
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert gathered.returncode == 0, gathered.stderr[-3000:]
        yield Grounds(postgres, Cast.read(gathered.stdout.splitlines()[-1]), variables)
