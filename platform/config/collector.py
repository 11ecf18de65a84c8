"""How often Python looks for what nobody uses any more, in processes that answer pages."""

import gc

#: New objects between two looks. A page makes some ten thousand, nearly all of which go by themselves; Python's 700
#: has it look a dozen times a page.
BETWEEN_LOOKS = 20_000


def settle() -> None:
    """Call once everything is loaded: what stays for good is not looked through again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(BETWEEN_LOOKS, 20, 20)
