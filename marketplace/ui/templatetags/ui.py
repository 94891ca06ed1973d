"""The design system's tags and filters; every component is listed in docs/design-system.md."""

import math
import re
from functools import lru_cache
from pathlib import Path

from django import template
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.exceptions import ImproperlyConfigured
from django.template.loader import render_to_string
from django.urls import reverse, translate_url
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from marketplace.ui.numbers import format_dong, format_percent, format_phone, format_weight

register = template.Library()

register.filter("dong", format_dong)
register.filter("weight", format_weight)
register.filter("percent", format_percent)
register.filter("phone", format_phone)

ICON_NAME = re.compile(r"[a-z0-9-]+")


@lru_cache(maxsize=256)
def _icon_body(name: str) -> str:
    path = finders.find(f"icons/{name}.svg") if ICON_NAME.fullmatch(name) else None
    if path is None:
        raise ImproperlyConfigured(f"There is no icon “{name}” in static/icons.")
    return Path(path).read_text(encoding="utf-8").split(">", 1)[1].rsplit("</svg>", 1)[0]


@register.simple_tag
@lru_cache(maxsize=1024, typed=True)
def icon(name: str, label: str = "", css: str = "") -> SafeString:
    """An SVG of static/icons in the page itself: silent for a screen reader unless it has a `label`."""
    named = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="{}" {} viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75"'
        ' stroke-linecap="round" stroke-linejoin="round" focusable="false">{}</svg>',
        f"icon {css}".strip(),
        named,
        mark_safe(_icon_body(name)),  # noqa: S308 - a file of ours
    )


def _star(at: int, half: bool = False) -> str:
    """The outline of the star number `at` of a row; its left half for a half."""
    centre, points = at * 22 + 11, []
    for step in range(10):
        radius = 10 if step % 2 == 0 else 4.4
        angle = math.pi * step / 5
        points.append((centre + radius * math.sin(angle), 11 - radius * math.cos(angle)))
    if half:
        points = [points[0], *points[5:]]
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + "Z"


def _row_of_stars(value: float, of: int) -> SafeString:
    halves = min(max(round(value * 2), 0), of * 2)
    full, half = divmod(halves, 2)
    shapes = format_html('<path class="stars__off" d="{}"/>', "".join(_star(at) for at in range(full, of)))
    if full < of or half:
        on = "".join(_star(at) for at in range(full)) + (_star(full, half=True) if half else "")
    else:
        on, shapes = "".join(_star(at) for at in range(full)), mark_safe("")
    return format_html('{}<path class="stars__on" d="{}"/>', shapes, on)


@register.simple_tag
def stars(value, of: int = 5) -> SafeString:
    """A buyer rating as a row of stars, to the half, with its words for a screen reader."""
    value = float(value or 0)
    words = gettext("%(value)s out of %(of)s stars") % {
        "value": number_format(round(value, 1), use_l10n=True),
        "of": of,
    }
    return format_html(
        '<svg class="stars" role="img" aria-label="{}" viewBox="0 0 {} 22">{}</svg>',
        words,
        of * 22,
        _row_of_stars(value, of),
    )


@register.simple_tag
def ocop_stars(value) -> SafeString:
    """The three to five stars of an OCOP certificate, drawn only: the badge says them in words."""
    count = int(value)
    return format_html(
        '<svg aria-hidden="true" focusable="false" viewBox="0 0 {} 22"><path d="{}"/></svg>',
        count * 22,
        "".join(_star(at) for at in range(count)),
    )


@register.simple_tag
def field(bound_field, **context) -> SafeString:
    """Label, input, help and error of one form field, tied together for a screen reader."""
    return render_to_string("django/forms/field.html", {"field": bound_field, **context})


@register.simple_tag(takes_context=True)
def url_in(context, language: str, query: bool = True) -> str:
    """This very page in another language, with its query unless told otherwise."""
    request = context.get("request")
    if request is None:
        return "/"
    known = vars(request).setdefault("_addresses", {get_language(): request.get_full_path()})
    if language not in known:  # asked for several times on a page, and not cheap
        known[language] = translate_url(request.get_full_path(), language)
    return known[language] if query else known[language].partition("?")[0]


@register.simple_tag(takes_context=True)
def absolute(context, path: str = "") -> str:
    """`path` (by default this page, without its query) with the site's own origin."""
    request = context.get("request")
    site = getattr(settings, "SITE_URL", "") or (request.build_absolute_uri("/") if request else "")
    return site.rstrip("/") + (path or (request.path if request else "/"))


@register.simple_tag
def page_range(page_obj) -> list:
    """The page numbers to show, with "…" for what is left out."""
    return list(page_obj.paginator.get_elided_page_range(page_obj.number, on_each_side=1, on_ends=1))


@register.filter
def level(message) -> str:
    """The look of a Django message: `success`, `error`, `warning` or `info`."""
    known = {"success", "error", "warning", "info"}
    tags = set(getattr(message, "tags", str(message)).split())
    if "danger" in tags:
        return "error"
    return next(iter(tags & known), "info")


@register.inclusion_tag("desk/_link.html", takes_context=True)
def desk_link(context, url_name: str, icon_name: str, label: str, count: int = 0, exact: bool = False) -> dict:
    """A destination of a desk; marked as current on its page and on those below it (not below, if `exact`)."""
    url = reverse(url_name)
    path = context["request"].path
    return {
        "url": url,
        "icon_name": icon_name,
        "label": label,
        "count": count,
        "current": path == url if exact else path.startswith(url),
    }
