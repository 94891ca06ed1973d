from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from marketplace.pictures.renditions import picture as picture_of

register = template.Library()


@register.simple_tag
def picture(image, slot="square", sizes="100vw", alt="", css="", loading="lazy", fetchpriority="") -> SafeString | str:
    """`<picture>` of an image field in a slot of the layout, or of a `Picture`; nothing where there is none."""
    if not image:
        return ""
    shown = image if hasattr(image, "sources") else picture_of(image, slot)
    return _drawn(shown, sizes, alt, css, loading, fetchpriority)


@lru_cache(maxsize=2048)
def _drawn(image, sizes: str, alt: str, css: str, loading: str, fetchpriority: str) -> SafeString:
    """The same picture is on many pages, and nothing else decides what its element is."""
    shown = {"image": image, "sizes": sizes, "alt": alt, "class": css, "loading": loading}
    return render_to_string("ui/picture.html", shown | {"fetchpriority": fetchpriority})
