"""Where a form leads back to."""

from django.utils.http import url_has_allowed_host_and_scheme


def asked_page(request) -> str | None:
    """The page of ours that a form names as its `next`; None when it names none, or one of somebody else's site."""
    url = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())
    return url if is_ours else None
