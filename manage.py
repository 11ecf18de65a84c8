#!/usr/bin/env python
"""Django's command line, with the project root and platform/ on the path."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent


def main() -> None:
    # platform/ is a folder of configuration, not a package: with an __init__.py it would hide Python's own module.
    sys.path[:0] = [str(ROOT), str(ROOT / "platform")]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as refusal:
        # The sentence names the variable; a traceback would bury it.
        sys.exit(str(refusal))


if __name__ == "__main__":
    main()
