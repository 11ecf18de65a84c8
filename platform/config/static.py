"""Static files as they are served: hashed names, compressed, and each style sheet joined from its parts.

The parts stay apart in the source and in debug. At collectstatic a style sheet of ours that imports others becomes one
file, so that a page asks for one; relative addresses inside the parts are rewritten to where the whole stands.
"""

import posixpath
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.storage import HashedFilesMixin
from django.core.files.base import ContentFile, File
from django.template.loader import render_to_string
from servestatic.storage import CompressedManifestStaticFilesStorage

#: The page that the proxy shows where no process of ours answers: a fault of ours, as 500.html says it, without an id.
AWAY = "away.html"
OURS = ("community", "forums", "company_network", "youth_network", "home")

_COMMENT = re.compile(r"/\*.*?\*/", re.S)
#: Comments of scripts that stand on lines of their own: for who reads the source, and nothing that visitors fetch.
_SCRIPT_COMMENT = re.compile(r"^[ \t]*(?://[^\n]*|/\*.*?\*/[ \t]*)\n", re.S | re.M)
_IMPORT = re.compile(
    r"""@import\s+(?:url\(\s*)?["']?(?P<target>[^"')\s]+)["']?\s*\)?\s*(?:layer\((?P<layer>[\w.-]+)\))?(?P<rest>[^;]*);"""
)
_URL = re.compile(r"""url\(\s*(?P<quote>["']?)(?P<target>[^"')]+)(?P=quote)\s*\)""")
_ELSEWHERE = re.compile(r"^([a-z][a-z0-9+.-]*:|/|#)", re.I)


def without_comments(script: str) -> str:
    """The script without the lines that are comment alone; what stands behind code on its line stays."""
    return _SCRIPT_COMMENT.sub("", script)


class UnjoinableImport(ValueError):
    """A style sheet imports what cannot be joined into it."""


def join_style_sheet(name: str, read: Callable[[str], str], into: str = "", above: tuple[str, ...] = ()) -> str:
    """The style sheet `name` with everything it imports in its place. `read` gives a file's text by its name."""
    into = into or name
    if name in above:
        raise UnjoinableImport(f"{name} imports itself by way of {' and '.join(above)}.")
    # Comments may hold the words we look for; they are of no use to a browser either.
    text = _COMMENT.sub("", read(name)).replace('@charset "utf-8";', "")
    parts: list[str] = []
    end = 0
    for match in _IMPORT.finditer(text):
        target = match["target"]
        if _ELSEWHERE.match(target) or match["rest"].strip():
            raise UnjoinableImport(f"{name} imports {target}: only local files without conditions can be joined.")
        parts.append(_rebase(text[end : match.start()], name, into))
        joined = join_style_sheet(_resolve(name, target), read, into, (*above, name)).strip()
        parts.append(f"@layer {match['layer']} {{\n{joined}\n}}" if match["layer"] else joined)
        end = match.end()
    parts.append(_rebase(text[end:], name, into))
    return "\n".join(part.strip() for part in parts if part.strip()) + "\n"


def _resolve(name: str, target: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), target))


def _rebase(text: str, name: str, into: str) -> str:
    """Addresses relative to `name`, rewritten relative to `into`."""

    def rewrite(match: re.Match[str]) -> str:
        target = match["target"].strip()
        if _ELSEWHERE.match(target):
            return match[0]
        return f'url("{posixpath.relpath(_resolve(name, target), posixpath.dirname(into))}")'

    return _URL.sub(rewrite, text)


class _Joined:
    """Stands in for the source storage of one style sheet and gives its joined text."""

    def __init__(self, text: str) -> None:
        self.text = text

    def open(self, path: str, mode: str = "rb") -> File:
        return ContentFile(self.text.encode(), name=path)


class BundledStaticFilesStorage(CompressedManifestStaticFilesStorage):
    #: Relative imports between our own modules are rewritten to hashed names; packages' files are left as they are.
    patterns = HashedFilesMixin.patterns + tuple(
        (f"{app}/*.js", HashedFilesMixin._js_module_import_aggregation_patterns[1])  # type: ignore[attr-defined]
        for app in OURS
    )

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        def read(name: str) -> str:
            if name not in paths:
                raise UnjoinableImport(f"{name} is imported but does not exist.")
            storage, path = paths[name]
            with storage.open(path) as file:
                return file.read().decode()

        joined = {
            name: (_Joined(join_style_sheet(name, read)), paths[name][1])
            for name in paths
            if name.endswith(".css") and name.partition("/")[0] in OURS and "@import" in read(name)
        }
        # Vendored files keep theirs: their licence is one.
        bare = {
            name: (_Joined(without_comments(read(name))), paths[name][1])
            for name in paths
            if name.endswith(".js") and name.partition("/")[0] in OURS and "/vendor/" not in name
        }
        yield from super().post_process({**paths, **joined, **bare}, dry_run=dry_run, **options)
        if not dry_run:
            Path(self.path(AWAY)).write_text(render_to_string("500.html"), encoding="utf-8")

    def delete_files(self, files_to_delete: set[str]) -> None:
        """Packages' plain copies go; ours stay for the pages that are rendered without names (500.html)."""
        super().delete_files({name for name in files_to_delete if name.partition("/")[0] not in OURS})


def add_static_headers(headers: Any, path: str, url: str) -> None:
    """Static files do not pass Django's middleware."""
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
