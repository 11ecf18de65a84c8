"""Web addresses in words that somebody typed: where one begins and ends, and whether it is one."""

import re
from urllib.parse import urlsplit

#: Longer addresses are words.
ADDRESS_LIMIT = 2_000

#: An address as it stands in words: with its scheme, with www., or one that everybody reads as one.
BARE_ADDRESS = (
    r"(?<![\w@./-])(?:https?://|www\.(?=\w))[^\s<>\"„“”]+"
    r"|(?<![\w@./-])(?:[a-z0-9æøå-]{1,63}\.){1,4}(?:dk|com|org|net)(?![\w@-]|\.\w)(?:/[^\s<>\"„“”]*)?"
)


def without_full_stop(address: str) -> str:
    """A bare address without what ends the sentence: "(se www.dr.dk)." means www.dr.dk."""
    unopened, end = address.count(")") - address.count("("), len(address)
    while end and (address[end - 1] in ".,;:!?'…*" or (address[end - 1] == ")" and unopened > 0)):
        unopened -= address[end - 1] == ")"
        end -= 1
    return address[:end]


def target_of(address: str) -> str:
    """Where a bare address leads; nothing where it is none."""
    target = address if address.startswith(("http://", "https://")) else f"https://{address}"
    return target if is_web_address(target) else ""


def is_web_address(address: str) -> bool:
    """An http(s) address with a host that can be read: no name and password before it, as tricks have them."""
    try:
        parts = urlsplit(address)
        return (
            len(address) <= ADDRESS_LIMIT
            and parts.scheme in ("http", "https")
            and bool(re.fullmatch(r"[\w-]+(\.[\w-]+)+(:\d{1,5})?", parts.netloc))
        )
    except ValueError:
        return False
