"""Static files as they are served: hashed names, compressed, and the style sheet joined into one file."""

from servestatic.storage import CompressedManifestStaticFilesStorage


class BundledStaticFilesStorage(CompressedManifestStaticFilesStorage):
    support_js_module_import_aggregation = True
