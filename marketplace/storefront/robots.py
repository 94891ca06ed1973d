from django.conf import settings
from django.http import HttpResponse
from django.views.decorators.http import require_safe

CLOSED = ("/account/", "/accounts/", "/admin/", "/basket/", "/checkout/", "/dashboard/", "/orders/", "/oscar/")


@require_safe
def robots_txt(request) -> HttpResponse:
    """Open to everyone: what search engines need not visit, in both languages, and where the sitemap is."""
    lines = ["User-agent: *"]
    lines += [f"Disallow: {prefix}{path}" for prefix in ("", "/en") for path in CLOSED]
    lines += [f"Sitemap: {settings.SITE_URL}/sitemap.xml"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")
