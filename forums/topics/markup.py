"""Words as typed to HTML, once, at writing. A few light marks and nothing else: **bold**, lists, > quotes, links.

Nothing that is typed becomes a tag: the parser knows no HTML and no pictures, and what it made goes through an
allow-list once more.
"""

from urllib.parse import urlsplit

import nh3
from markdown_it import MarkdownIt

_TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "blockquote", "a"}
_ATTRIBUTES = {"a": {"href"}}

_marks = MarkdownIt("zero", {"breaks": True, "linkify": True, "maxNesting": 10}).enable(
    ["newline", "escape", "emphasis", "list", "blockquote", "link", "linkify"]
)


def _is_web_address(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


_marks.validateLink = _is_web_address  # type: ignore[method-assign, assignment]


def render(text: str) -> str:
    """The HTML of a text as typed: safe to put on a page as it is."""
    return nh3.clean(
        _marks.render(text), tags=_TAGS, attributes=_ATTRIBUTES, link_rel="nofollow noopener noreferrer ugc"
    ).strip()
