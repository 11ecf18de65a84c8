"""How processes that answer pages keep house: how often Python looks for what nobody uses, and how memory is parted."""

import ctypes
import gc

#: New objects between two looks. A page makes some ten thousand, nearly all of which go by themselves; Python's 700
#: has it look a dozen times a page.
BETWEEN_LOOKS = 20_000
#: Heaps that the threads of a process share. glibc makes eight for each core and gives none of them back; after 1,500
#: pages by six at a time a process holds 235 MB with two, 297 MB with glibc's number (docs/performance.md).
HEAPS = 2
#: M_ARENA_MAX in glibc's malloc.h.
_ARENA_MAX = -8


def settle() -> None:
    """Call once everything is loaded: what stays for good is not looked through again."""
    share_heaps()
    gc.collect()
    gc.freeze()
    gc.set_threshold(BETWEEN_LOOKS, 20, 20)


def share_heaps() -> None:
    """Let the threads of this process share HEAPS heaps. Call before they begin; nothing happens without glibc."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_ARENA_MAX, HEAPS)
