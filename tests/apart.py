"""A plugin of bin/test (`-p tests.apart`): two workers on one Redis take a database number each.

Read before the settings are, so that the servers which tests start inherit it too.
"""

import os
from urllib.parse import urlsplit

_worker, _redis = os.environ.get("PYTEST_XDIST_WORKER", ""), os.environ.get("REDIS_URL", "")
if _worker and _redis:
    _parts = urlsplit(_redis)
    _number = int(_parts.path.strip("/") or 0) + int(_worker.removeprefix("gw"))
    os.environ["REDIS_URL"] = _parts._replace(path=f"/{_number}").geturl()
