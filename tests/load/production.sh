#!/bin/sh
# The production set-up on this machine's loopback (nginx, two web processes, pages, worker, PostgreSQL, Redis), mixed
# traffic of many members, and kills and restarts of every part. Prints its counts; ends with 1 where a promise breaks.
#   tests/load/production.sh [--minutes 15] [--members 300] [--pace 10]
# Needs nginx, redis-server and PostgreSQL's programs: on Debian apt install nginx redis postgresql.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
. "$root/bin/python.sh"
[ -x "$root/.venv/bin/python" ] && python=$root/.venv/bin/python
cd "$root"
PYTHONPATH=$root/platform:$root exec "$python" -m tests.load.production "$@"
