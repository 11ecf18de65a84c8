"""Serving a stored file with byte ranges: 200, 206, 304 and 416, suffix ranges, HEAD and If-Range, in bounded pieces.

Django's FileResponse ignores Range, and without ranges no browser seeks in sound (Safari does not even play it).
Asks nobody's policy: whoever calls has done so. Reads through the storage, so that a bucket serves as well as a disk.
"""

import re
from collections.abc import AsyncIterator, Callable, Iterator
from hashlib import sha256
from typing import IO

from asgiref.sync import sync_to_async
from django.core.files.storage import Storage
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import get_conditional_response
from django.utils.encoding import iri_to_uri
from django.utils.http import http_date

#: Bytes in memory at once, for each reader.
PIECE = 64 * 1024
#: One range, as players ask for it. What else HTTP allows (several at once) may be answered as if it were not asked.
_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")

#: A file that is opened by itself runs nothing and loads nothing.
LOCKED_DOWN = {
    "Content-Security-Policy": (
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"
    ),
    "X-Content-Type-Options": "nosniff",
}


def unless_known(request: HttpRequest, response: HttpResponse, changed: int | None = None) -> HttpResponseBase:
    """What was made for this request with its ETag; 304 where the asker has the same already."""
    tag = f'"{sha256(response.content).hexdigest()[:32]}"'
    found = get_conditional_response(request, etag=tag, last_modified=changed, response=response) or response
    found["ETag"] = tag
    if changed:
        found["Last-Modified"] = http_date(changed)
    return found


class _NothingThere(Exception):
    """The part that was asked for lies behind the end."""


def serve_file(
    request: HttpRequest, storage: Storage, name: str, *, content_type: str, shown_as: str, accelerate: str = ""
) -> HttpResponseBase:
    """The file, or the part of it that was asked for. Raises Http404 where it is gone.

    `shown_as` is the name a reader may save it under. `accelerate` is the prefix of the proxy's internal location: the
    proxy then sends the bytes, and their ranges, itself.
    """
    headers = {
        "Content-Type": content_type,
        "Content-Disposition": f'inline; filename="{shown_as}"',
        **LOCKED_DOWN,
    }
    if accelerate:
        return HttpResponse(headers={**headers, "X-Accel-Redirect": iri_to_uri(accelerate.rstrip("/") + "/" + name)})
    try:
        size = storage.size(name)
        # What lies under one name never changes.
        tag = f'"{sha256(name.encode()).hexdigest()[:24]}-{size:x}"'
        headers |= {"Accept-Ranges": "bytes", "ETag": tag}
        # Whoever has it already needs no part of it either (RFC 9110, 13.2.2).
        if known := get_conditional_response(request, etag=tag):
            known.headers["ETag"] = tag
            return known
        part = _part(request, size, tag)
        start, length = part or (0, size)
        status = 206 if part else 200
        headers["Content-Length"] = str(length)
        if part:
            headers["Content-Range"] = f"bytes {start}-{start + length - 1}/{size}"
        if request.method == "HEAD":
            return HttpResponse(status=status, headers=headers)
        file = storage.open(name, "rb")
    except FileNotFoundError:
        raise Http404 from None
    except _NothingThere:
        return HttpResponse(status=416, headers={**headers, "Content-Range": f"bytes */{size}"})
    file.seek(start)
    # Under ASGI a plain iterator would be read whole into memory first.
    pieces = (_pieces_for_asgi if hasattr(request, "scope") else _pieces)(file, length)
    response = StreamingHttpResponse(pieces, status=status, headers=headers)
    response._resource_closers.append(file.close)  # type: ignore[attr-defined]
    return response


def _part(request: HttpRequest, size: int, tag: str) -> tuple[int, int] | None:
    """Where the wanted part begins and how long it is; None where the whole is wanted. Raises _NothingThere."""
    match = _RANGE.fullmatch(request.headers.get("Range", "").strip())
    # A part of something that is not the same any more is of no use. Dates are not given, so none can match.
    if match is None or request.headers.get("If-Range", tag) != tag:
        return None
    first, last = match.groups()
    if not first:
        length = min(int(last or 0), size)
        if length:
            return size - length, length
        if last:
            raise _NothingThere
        return None
    start = int(first)
    if last and int(last) < start:
        # Backwards is no range at all.
        return None
    if start >= size:
        raise _NothingThere
    return start, min(int(last or size - 1), size - 1) - start + 1


def _pieces(file: IO[bytes], length: int) -> Iterator[bytes]:
    while length > 0 and (piece := file.read(min(PIECE, length))):
        length -= len(piece)
        yield piece


async def _pieces_for_asgi(file: IO[bytes], length: int) -> AsyncIterator[bytes]:
    read: Callable[[int], object] = sync_to_async(file.read, thread_sensitive=False)
    while length > 0 and (piece := await read(min(PIECE, length))):  # type: ignore[misc]
        length -= len(piece)
        yield piece
