"""Pages that look alike to every visitor: drawn once, and sent again until something they show has changed.

What a process has drawn stays in its own memory, with the mark of the public pages (models.py) that was read before the
drawing began. A page is sent again only while the database still has that mark, which is asked with every visit: one
query. A change gives a new mark in its own transaction, so whatever was drawn before it, in any process, or is being
drawn while it happens, is never sent after it. What changes by the clock alone (a yes that has rested or runs out)
is asked for beforehand: `moments` give the next time at which something may look different.
"""

import gzip
from collections import OrderedDict
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from functools import partial, wraps
from hashlib import sha256
from threading import Lock
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.utils.cache import patch_vary_headers

from community import clock
from home.page_cache.models import PublicMark

#: Bytes a process keeps, as they are sent and compressed. A page takes about 25 kB.
MOST_BYTES = 24 * 1024 * 1024
#: Below this, compressing makes a page no smaller; what CompressMiddleware holds too.
WORTH_PACKING = 200
#: What may be kept: pages, and that something is shared no longer. Addresses that never were have no end.
KEPT_STATUSES = (200, 410)
#: What a 304 says again (RFC 9110).
_SAID_AGAIN = ("Cache-Control", "Content-Location", "ETag", "Vary")
#: Cookies by which a visitor is somebody: signed in, half-way there, or with a message waiting.
_PERSONAL = ("messages", settings.SESSION_COOKIE_NAME)

#: Each is called with a moment and gives the next one at which a public page may look different by the clock alone.
moments: list[Callable[[datetime], datetime | None]] = []


#: The mark as it was read for the request that is being answered: once, before anything is drawn for it.
_read: ContextVar[list[str] | None] = ContextVar("mark_read", default=None)


@dataclass(frozen=True, slots=True)
class Fit:
    """Says of an answer that it may be kept: from when until when the clock changes nothing in it, and what each visit
    of it sets off."""

    mark: str
    since: datetime
    until: datetime | None
    visited: Callable[..., None] | None

    def holds(self, mark: str, now: datetime) -> bool:
        return self.mark == mark and self.since <= now and (self.until is None or now < self.until)


@dataclass(frozen=True, slots=True)
class Kept:
    fit: Fit
    status: int
    headers: dict[str, str]
    body: bytes
    packed: bytes
    #: The ETag; none on pages that only say that something is gone.
    tag: str

    @property
    def weight(self) -> int:
        return len(self.body) + len(self.packed)


class Shelf:
    """What this process has drawn, the longest unasked thrown away first."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        self.most, self.weight = most, 0
        self._kept: OrderedDict[tuple[Any, ...], Kept] = OrderedDict()
        self._lock = Lock()

    def find(self, key: tuple[Any, ...]) -> Kept | None:
        with self._lock:
            kept = self._kept.get(key)
            if kept:
                self._kept.move_to_end(key)
            return kept

    def put(self, key: tuple[Any, ...], kept: Kept) -> None:
        with self._lock:
            if before := self._kept.pop(key, None):
                self.weight -= before.weight
            self._kept[key] = kept
            self.weight += kept.weight
            while self.weight > self.most:
                self.weight -= self._kept.popitem(last=False)[1].weight

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()
            self.weight = 0


shelf = Shelf()


def kept_for_visitors(
    view: Callable[..., HttpResponseBase], *, visited: Callable[..., None] | None = None
) -> Callable[..., HttpResponseBase]:
    """Let visitors be sent what was drawn before, while nothing in it has changed; with an ETag, and 304 where they
    have it. For views whose answer depends on the address alone. `visited` is called with the view's
    arguments whenever the page is seen, drawn anew or not.

    Whoever brings a session or a message neither gets such a page nor leaves one. Pages with words in their address
    after "?" are drawn each time, and so is what sets a cookie or holds a form token.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        alike = _is_any_visitor(request)
        # In this order: whatever changes after the mark was read makes what is drawn below unfit to be sent again.
        mark = present_mark() if alike and not request.META.get("QUERY_STRING") else ""
        now = clock.now()
        until = next_moment(mark, now) if mark else None
        response = _drawn(view(request, *args, **kwargs))
        if response.streaming or response.status_code not in KEPT_STATUSES:
            return response
        seen = partial(visited, *args, **kwargs) if visited and response.status_code == 200 else None
        if alike and not request.META.get("CSRF_COOKIE_NEEDS_UPDATE"):
            response.fit = Fit(mark, now, until, seen)  # type: ignore[attr-defined]
            return response
        response.headers["Cache-Control"] = "private, no-cache"
        if seen:
            seen(request=request)
        return response

    return answer


class KeptPagesMiddleware:
    """Sends what is kept before anything else of the site is asked, and keeps what views have marked as fit, with the
    headers that the middleware inside this one has added."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        # What a deed changes, its own answer shows.
        reading = _read.set([] if request.method in ("GET", "HEAD") else None)
        try:
            return self._answer(request)
        finally:
            _read.reset(reading)

    def _answer(self, request: HttpRequest) -> HttpResponseBase:
        key = _key(request) if _is_any_visitor(request) and not request.META.get("QUERY_STRING") else None
        if key and (found := shelf.find(key)) and found.fit.holds(present_mark(), clock.now()):
            return _sent(request, found)
        response = self.get_response(request)
        fit: Fit | None = getattr(response, "fit", None)
        if fit is None:
            return response
        if response.cookies:
            # Something inside gave this visitor a cookie: the page is theirs.
            response.headers["Cache-Control"] = "private, no-cache"
            return response
        kept = _kept(response, fit)
        if key and fit.mark:
            shelf.put(key, kept)
        return _sent(request, kept)


def _key(request: HttpRequest) -> tuple[Any, ...]:
    # The address says the language too (community.people.language).
    return request.scheme, request.get_host(), request.path_info


def present_mark() -> str:
    """The mark that stands now, or stood when the page that is being drawn was asked for; empty where there is none,
    and then nothing is kept."""
    read = _read.get()
    if read:
        return read[0]
    # By hand: putting the question together takes Django longer than the database needs to answer it.
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT mark FROM {PublicMark._meta.db_table}")  # noqa: S608 our own table
        row = cursor.fetchone()
    mark = row[0] if row else ""
    if read is not None:
        read.append(mark)
    return mark


_foreseen: Fit | None = None


def next_moment(mark: str, now: datetime) -> datetime | None:
    """When the clock will next change something that stands at this mark; asked once for each."""
    global _foreseen
    # Taken in hand: another thread may foresee for another mark meanwhile.
    foreseen = _foreseen
    if foreseen and foreseen.holds(mark, now):
        return foreseen.until
    until = min((moment for ask in moments if (moment := ask(now))), default=None)
    _foreseen = Fit(mark, now, until, None)
    return until


def _is_any_visitor(request: HttpRequest) -> bool:
    """Nobody in particular, who asks for a whole page."""
    if request.method not in ("GET", "HEAD") or any(name in request.COOKIES for name in _PERSONAL):
        return False
    return "Authorization" not in request.headers and "HX-Request" not in request.headers


def _drawn(response: HttpResponseBase) -> HttpResponseBase:
    render = getattr(response, "render", None)
    return render() if callable(render) else response


def _kept(response: HttpResponseBase, fit: Fit) -> Kept:
    assert isinstance(response, HttpResponse)
    body = response.content
    patch_vary_headers(response, ("Cookie", "Accept-Encoding"))
    tag = ""
    if response.status_code == 200:
        # Weak: packed or not, it says the same.
        tag = response.headers["ETag"] = f'W/"{sha256(body).hexdigest()[:32]}"'
    # Whoever keeps a copy asks each time: what was withdrawn a moment ago must not be shown from a copy.
    response.headers["Cache-Control"] = "no-cache"
    packed = gzip.compress(body, 6, mtime=0) if len(body) >= WORTH_PACKING else b""
    return Kept(fit, response.status_code, dict(response.headers), body, packed, tag)


def _sent(request: HttpRequest, kept: Kept) -> HttpResponseBase:
    if kept.fit.visited:
        kept.fit.visited(request=request)
    # Compared weakly, as RFC 9110 has it for this: with or without the sign that says so.
    if kept.tag and kept.tag.removeprefix("W/") in request.headers.get("If-None-Match", ""):
        headers = {name: kept.headers[name] for name in _SAID_AGAIN if name in kept.headers}
        return HttpResponseNotModified(headers=headers)
    packed = bool(kept.packed) and _takes_gzip(request)
    body = kept.packed if packed else kept.body
    response = HttpResponse(body, status=kept.status, headers=kept.headers)
    response.headers["Content-Length"] = str(len(body))
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    return response


def _takes_gzip(request: HttpRequest) -> bool:
    for one in request.headers.get("Accept-Encoding", "").split(","):
        name, _sign, quality = one.partition(";")
        if name.strip().lower() == "gzip":
            return quality.strip().replace(" ", "").lower() not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False
