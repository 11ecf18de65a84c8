"""A plugin of bin/test (`-p tests.apart`): two workers on one Redis take a database number each, and a folder of data.

What one erases, sweeps or counts on disk is then never the other's. Read before the settings are, so that the servers
which tests start inherit it too.
"""

import os
from pathlib import Path
from urllib.parse import urlsplit

#: Where the folder stands that all workers share (tests/migrated.py).
SHARED = "TESTS_SHARED_DIR"

_worker, _redis = os.environ.get("PYTEST_XDIST_WORKER", ""), os.environ.get("REDIS_URL", "")
_data = os.environ.get("DATA_DIR", "")
if _worker and _data:
    _folder = Path(_data) / _worker
    _folder.mkdir(parents=True, exist_ok=True)
    os.environ[SHARED], os.environ["DATA_DIR"] = _data, str(_folder)
if _worker and _redis:
    _parts = urlsplit(_redis)
    _number = int(_parts.path.strip("/") or 0) + int(_worker.removeprefix("gw"))
    os.environ["REDIS_URL"] = _parts._replace(path=f"/{_number}").geturl()
