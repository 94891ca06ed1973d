"""How static files are kept on a server: named by their content, compressed."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Modules that import one another do so by their full names, or a browser would run the same module twice."""

    support_js_module_import_aggregation = True
