"""What makes the desk an app on the phone: its service worker, its manifest, the page for no signal."""

import hashlib
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render, resolve_url
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control

FILES = [
    "css/site.css",
    "css/desk.css",
    "js/ui.js",
    "img/weave.svg",
    "img/mat-edge.svg",
    "img/stitch.svg",
    "fonts/be-vietnam-pro-latin-400.woff2",
    "fonts/be-vietnam-pro-latin-600.woff2",
    "fonts/be-vietnam-pro-vietnamese-400.woff2",
    "fonts/be-vietnam-pro-vietnamese-600.woff2",
    "training/desk.css",
    "training/desk.js",
    "training/sheet.js",
    "training/queue.js",
]
"""What a page of the desk needs; a file that the project does not have is left out."""


@lru_cache(maxsize=1)
def shell() -> tuple[tuple[str, ...], str]:
    """The addresses of `FILES` that there are, and a version that changes with their contents."""
    found = {name: path for name in FILES if (path := finders.find(name))}
    digest = hashlib.sha256(b"".join(Path(path).read_bytes() for path in found.values())).hexdigest()
    return tuple(static(name) for name in found), digest[:12]


@cache_control(no_cache=True)
def service_worker(request: HttpRequest) -> HttpResponse:
    """Anyone: the script holds no names. Its address decides its scope: the desk."""
    files, version = shell()
    offline = reverse("training:offline")
    context = {
        "shell": [*files, offline],
        "version": version,
        "offline": offline,
        "login": resolve_url(settings.LOGIN_URL),
    }
    return render(request, "training/desk/sw.js", context, content_type="text/javascript")


def manifest(request: HttpRequest) -> JsonResponse:
    """Anyone: the desk on the home screen."""
    start = reverse("training:desk")
    icons = [(name, size) for size in ("192", "512") if finders.find(name := f"img/icon-{size}.png")]
    return JsonResponse(
        {
            "name": _("Trainer's desk"),
            "short_name": _("Attendance sheet"),
            "start_url": start,
            "scope": start,
            "display": "standalone",
            "background_color": "#fbf8f1",
            "theme_color": "#2d6a45",
            "icons": [{"src": static(name), "sizes": f"{size}x{size}", "type": "image/png"} for name, size in icons],
        },
        content_type="application/manifest+json",
    )


def offline(request: HttpRequest) -> HttpResponse:
    """Anyone: what the service worker shows for a page that is not on the phone. Holds no names."""
    return render(request, "training/desk/offline.html")
