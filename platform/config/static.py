"""Static files as they are served: hashed names, compressed, and the style sheet joined into one file."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from django.core.files.base import ContentFile
from servestatic.storage import CompressedManifestStaticFilesStorage

#: The sheet that only lists others; joined, one request brings the whole look.
STYLE_SHEET = "community/css/site.css"
_IMPORT = re.compile(r"@import url\(([^)]+)\);")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SPACE = re.compile(r"\s+")


class BundledStaticFilesStorage(CompressedManifestStaticFilesStorage):
    support_js_module_import_aggregation = True

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        if STYLE_SHEET in paths and not dry_run:
            joined = self._joined(paths)
            self.delete(STYLE_SHEET)
            self.save(STYLE_SHEET, ContentFile(joined.encode()))
            paths[STYLE_SHEET] = (self, STYLE_SHEET)
        yield from super().post_process(paths, dry_run, **options)

    def _joined(self, paths: dict[str, Any]) -> str:
        """The listed sheets one after the other, from their sources, without comments and indentation."""

        def read(name: str) -> str:
            storage, path = paths[name]
            with storage.open(path) as file:
                return file.read().decode()

        folder = PurePosixPath(STYLE_SHEET).parent
        text = _IMPORT.sub(lambda found: read(str(folder / found[1])), read(STYLE_SHEET))
        return _SPACE.sub(" ", _COMMENT.sub("", text)).strip() + "\n"
