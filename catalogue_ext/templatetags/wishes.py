from django import template
from django.middleware.csrf import get_token

from catalogue_ext.wishes import wished_slugs

register = template.Library()


@register.inclusion_tag("catalogue/_heart.html", takes_context=True)
def heart(context, slug: str, title: str, large: bool = False) -> dict:
    """The heart of a product: a form for who is signed in, the way to sign in for a guest.

    What she wished is read once a page, however many hearts it has. Works inside `{% include … only %}`.
    """
    request = getattr(context, "request", None)
    if request is None or not hasattr(request, "user"):
        return {}
    shown = {"slug": slug, "title": title, "large": large, "signed_in": request.user.is_authenticated}
    if request.user.is_authenticated:
        shown["is_first"] = not hasattr(request, "wished_slugs")
        if shown["is_first"]:
            request.wished_slugs = wished_slugs(request.user)
        shown |= {"wished": slug in request.wished_slugs, "token": get_token(request), "next": request.get_full_path()}
    return shown
