from django.http import HttpResponse

from marketplace.documents import XLSX


def download(content: bytes, file_name: str, content_type: str = XLSX) -> HttpResponse:
    """A file that is kept by who asked for it and by no cache on the way."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{file_name}"'
    response["Cache-Control"] = "private, no-store"
    return response
