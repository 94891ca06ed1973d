"""Pages that are the same for every guest are made once and kept for a moment."""

import hashlib
import re
import zlib

from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.utils.cache import patch_vary_headers

from catalogue_ext.freshness import version_and_kept

PAGE = re.compile(r"(page=\d{1,3})?")
TOKEN = re.compile(r'(name="csrfmiddlewaretoken" value=")\w+(")')
PLACE = 'name="csrfmiddlewaretoken" value="-"'


class SameForGuests:
    """A view whose page depends on its address only, for a guest who has put nothing into a basket yet.

    Kept for GUEST_PAGE_SECONDS, and no longer than the catalogue stays as it is. Addresses with filters are too many to
    keep. Each guest's forms carry a token of her own. What the page is about (`subject`) is told to `shown_again`.
    """

    subject = None

    def dispatch(self, request, *args, **kwargs):
        if not settings.GUEST_PAGE_SECONDS or not is_without_past(request):
            return super().dispatch(request, *args, **kwargs)
        key = key_of(request)
        version, kept = version_and_kept(key)
        if kept and kept[0] == version:
            __, subject, packed = kept
            self.shown_again(subject)
            response = HttpResponse(with_token(zlib.decompress(packed).decode(), request))
            patch_vary_headers(response, ["Cookie"])
            return response
        response = super().dispatch(request, *args, **kwargs)
        if response.status_code == 200:
            response.render()
            page = TOKEN.sub(r"\1-\2", response.content.decode())
            cache.set(key, (version, self.subject, zlib.compress(page.encode(), 1)), settings.GUEST_PAGE_SECONDS)
        return response

    def shown_again(self, subject) -> None:
        """The page about `subject` is shown without the view being asked."""


def is_without_past(request) -> bool:
    """A guest who asks for a page as it is: without a session, a basket or a message that waits."""
    past = (settings.SESSION_COOKIE_NAME, settings.OSCAR_BASKET_COOKIE_OPEN, "messages")
    return (
        request.method == "GET"
        and not any(name in request.COOKIES for name in past)
        and PAGE.fullmatch(request.META["QUERY_STRING"]) is not None
    )


def key_of(request) -> str:
    """Under which the page of this address is kept."""
    return f"guest-page-{hashlib.blake2b(request.build_absolute_uri().encode(), digest_size=16).hexdigest()}"


def with_token(page: str, request) -> str:
    """The page with this guest's own token in its forms; one without forms asks for none."""
    if PLACE not in page:
        return page
    return page.replace(PLACE, f'name="csrfmiddlewaretoken" value="{get_token(request)}"')
