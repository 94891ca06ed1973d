from django import template

from marketplace.pictures.renditions import picture as picture_of

register = template.Library()


@register.inclusion_tag("ui/picture.html")
def picture(file, slot="square", sizes="100vw", alt="", css="", lazy=True, priority=False):
    """`<picture>` of an image field in a slot of the layout; nothing where the field is empty."""
    return {
        "image": picture_of(file, slot),
        "sizes": sizes,
        "alt": alt,
        "class": css,
        "loading": "lazy" if lazy and not priority else "eager",
        "fetchpriority": "high" if priority else "",
    }
