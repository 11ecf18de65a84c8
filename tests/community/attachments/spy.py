"""Stands on the bench in a test and tells what can be seen from there."""

import os
import sys

sys.stdout.write(repr(dict(os.environ)))
