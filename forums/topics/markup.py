"""Words as typed to HTML, once, at writing. A few light marks and nothing else: **bold**, lists, > quotes, links.

People who know no marks shall not be surprised by them: what is typed by accident stays as typed. So there is no
italic, no heading, no rule and no escaping; a line break is a line break; a mark ends with its line; and a number is
a list only where it counts (1, then 2), so that "7. november" stays the seventh.

Nothing that is typed becomes a tag: everything is escaped, and what was made goes through an allow-list once more.
"""

import re
from collections.abc import Callable, Iterator
from html import escape, unescape
from urllib.parse import urlsplit

import nh3

from community.addresses import BARE_ADDRESS, is_web_address, target_of, without_full_stop

_TAGS = {"p", "br", "strong", "ul", "ol", "li", "blockquote", "a", "small"}
_ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}
_CLASSES = {"strong": {"at"}}

#: How deep quotes lie in each other; what is deeper stays as typed.
QUOTES_IN_QUOTES = 3
#: The length of the name that stands at this place of the text, after an "@"; 0 where nobody is meant.
NameAt = Callable[[str, int], int]

_QUOTE = re.compile(r"\s{0,3}> (?=\s*\S)")
_QUOTE_GOES_ON = re.compile(r"\s{0,3}> ?")
_BULLET = re.compile(r"\s*[-*•] +(?=\S)(?![-*•\s]*$)")
_NUMBER = re.compile(r"\s*(\d{1,3})[.)] +(?=\S)")
_INDENTED = re.compile(r"\s{2,}(?=\S)")
_LINE_ENDS = re.compile(r"</(?:p|li|blockquote)>|<br>")
_TAG = re.compile(r"<[^>]*>")
_INLINE = re.compile(
    r"\[(?P<words>[^\[\]\n]{1,300})\]\((?P<to>https?://(?:[^\s()<>]|\([^\s()<>]*\)){1,2000})\)"
    rf"|(?P<bare>{BARE_ADDRESS})"
    r"|(?P<bold>(?<!\*)\*{2,3}(?!\*))"
    r"|(?P<at>(?<![\w@/])@(?=\w))"
)


def _nobody(text: str, place: int) -> int:
    return 0


def render(text: str, name_at: NameAt = _nobody) -> str:
    """The HTML of a text as typed: safe to put on a page as it is."""
    return nh3.clean(
        "".join(_blocks(text.split("\n"), name_at)),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        allowed_classes=_CLASSES,
        link_rel="nofollow noopener noreferrer ugc",
    )


def plain(html: str) -> str:
    """The words of HTML that render() made, each paragraph, item and line on a line of its own."""
    lines = _TAG.sub("", _LINE_ENDS.sub("\n", html)).split("\n")
    return unescape("\n".join(filter(None, map(str.strip, lines))))


def _blocks(lines: list[str], name_at: NameAt, depth: int = 0) -> Iterator[str]:
    """Paragraphs, lists and quotes, each ending where a line is not of it."""
    #: The number that the counted list of this text has come to.
    number, at = 0, 0
    while at < len(lines):
        begin, line = at, lines[at]
        if depth < QUOTES_IN_QUOTES and _QUOTE.match(line):
            while at < len(lines) and _QUOTE_GOES_ON.match(lines[at]):
                at += 1
            quoted = [_QUOTE_GOES_ON.sub("", one, count=1) for one in lines[begin:at]]
            # Whoever is named in a quote was named by somebody else.
            yield f"<blockquote>{''.join(_blocks(quoted, _nobody, depth + 1))}</blockquote>"
        elif _BULLET.match(line):
            items, at = _items(lines, at, None)
            yield f"<ul>{_list(items, name_at)}</ul>"
        elif first := _counts_on(line, number):
            items, at = _items(lines, at, first)
            number = first + len(items) - 1
            start = f' start="{first}"' if first > 1 else ""
            yield f"<ol{start}>{_list(items, name_at)}</ol>"
        elif line.strip():
            at += 1
            while at < len(lines) and lines[at].strip() and not _begins(lines[at], number, depth):
                at += 1
            words = "\n".join(one.strip() for one in lines[begin:at])
            yield f"<p>{_inline(words, name_at)}</p>"
        else:
            at += 1


def _counts_on(line: str, number: int) -> int:
    """The number before the line's words where it begins a list or goes on with one, else 0."""
    match = _NUMBER.match(line)
    return int(match[1]) if match and int(match[1]) in (1, number + 1) else 0


def _begins(line: str, number: int, depth: int) -> bool:
    """Whether a list or a quote begins on the line."""
    quote = depth < QUOTES_IN_QUOTES and _QUOTE.match(line)
    return bool(quote or _BULLET.match(line) or _counts_on(line, number))


def _items(lines: list[str], at: int, number: int | None) -> tuple[list[str], int]:
    """The items of the list that begins here, counted from a number or not, and the line after it. An indented line
    goes on with its item."""
    items: list[list[str]] = []
    while at < len(lines):
        line = lines[at]
        match = _BULLET.match(line) if number is None else _NUMBER.match(line)
        if match and (number is None or int(match[1]) == number + len(items)):
            items.append([line[match.end() :].strip()])
        elif items and _INDENTED.match(line) and not (_BULLET.match(line) or _NUMBER.match(line)):
            items[-1].append(line.strip())
        else:
            break
        at += 1
    return ["\n".join(item) for item in items], at


def _list(items: list[str], name_at: NameAt) -> str:
    return "".join(f"<li>{_inline(item, name_at)}</li>" for item in items)


def _inline(text: str, name_at: NameAt) -> str:
    """One block's words with what stands in the line: bold, links, names. Line breaks stay."""
    pieces: list[str] = []
    opened: int | None = None
    end = 0
    while match := _INLINE.search(text, end):
        pieces.append(escape(text[end : match.start()]))
        end = match.end()
        if match["bold"]:
            before, after = text[: match.start()][-1:], text[end : end + 1]
            if opened is not None and _may_close(before, after):
                pieces[opened] = "<strong>"
                pieces.append("</strong>")
                opened = None
                continue
            if _may_open(before, after):
                opened = len(pieces)
            pieces.append(match[0])
        elif match["at"]:
            length = name_at(text, end)
            name = text[match.start() : end + length]
            pieces.append(f'<strong class="at">{escape(name)}</strong>' if length else "@")
            end += length
        elif match["bare"]:
            address = without_full_stop(match[0])
            end = match.start() + len(address)
            pieces.append(_link(address, address))
        else:
            pieces.append(_link(match["to"], match["words"]) if is_web_address(match["to"]) else escape(match[0]))
    pieces.append(escape(text[end:]))
    return "".join(pieces).replace("\n", "<br>")


def _may_open(before: str, after: str) -> bool:
    """Bold begins before a word and not inside one."""
    return bool(after.strip()) and not _in_word(before)


def _may_close(before: str, after: str) -> bool:
    return bool(before.strip()) and not _in_word(after)


def _in_word(letter: str) -> bool:
    return letter.isalnum() or letter == "_"


def _link(address: str, words: str) -> str:
    """A link that says where it leads, also where its words do not."""
    target = target_of(address)
    if not target:
        return escape(words)
    host = urlsplit(target).hostname or ""
    leads = "" if host.removeprefix("www.") in words.lower() else f" <small>({escape(host)})</small>"
    return f'<a href="{escape(target)}">{escape(words)}{leads}</a>'
