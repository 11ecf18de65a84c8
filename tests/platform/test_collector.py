"""What a process of ours keeps for itself."""

import subprocess
import sys

from tests.support import ROOT, needs

#: Sixteen threads that ask for memory at the same time; then malloc says how many heaps there are.
ASKING = """
import ctypes, sys, threading
sys.path.insert(0, "platform")
from config.collector import settle
if sys.argv[1] == "settled":
    settle()
libc, together = ctypes.CDLL(None), threading.Barrier(16)
libc.malloc.restype = ctypes.c_void_p
def ask():
    together.wait()
    libc.malloc(5000)
    together.wait()
threads = [threading.Thread(target=ask) for _ in range(16)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
libc.malloc_stats()
"""


def heaps(how: str) -> int:
    done = subprocess.run(
        [sys.executable, "-c", ASKING, how], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )
    return done.stderr.count("Arena ")


@needs("glibc")
def test_the_threads_of_a_process_share_two_heaps():
    assert heaps("as it comes") > 2
    assert heaps("settled") == 2
