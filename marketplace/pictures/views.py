from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from marketplace.pictures.renditions import FORMATS, make_rendition


@require_safe
@cache_control(public=True, max_age=31_536_000, immutable=True)
def rendition(request, slot: str, width: int, name: str, suffix: str):
    """Open to everyone: a public picture in a size that the layout uses, made now if it is not there yet."""
    try:
        stored = make_rendition(name, slot, width, suffix)
    except (KeyError, ValueError, FileNotFoundError, OSError) as error:
        raise Http404 from error
    return FileResponse(default_storage.open(stored), content_type=FORMATS[suffix])
