# Sets $python to a Python of 3.11 or newer. Sourced by the commands beside it.
python=
for candidate in "$root/.venv/bin/python" python3.13 python3.12 python3.11 python3 python; do
  if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
    python=$candidate
    break
  fi
done
if [ -z "$python" ]; then
  found=$(python3 --version 2>/dev/null || echo 'no Python 3 at all')
  echo "NExTWORK needs Python 3.11 or newer on the PATH; here is $found." >&2
  exit 1
fi
