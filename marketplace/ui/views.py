from django.conf import settings
from django.http import Http404
from django.shortcuts import render

from marketplace.ui import samples


def styleguide(request):
    """The design system with every component in every state; for those who build, not for buyers."""
    _require_builder()
    return render(request, "styleguide/index.html", samples.context())


def styleguide_desk(request):
    """The frame and the parts of a desk; for those who build, not for buyers."""
    _require_builder()
    return render(request, "styleguide/desk.html", samples.desk_context())


def _require_builder() -> None:
    if not (settings.DEBUG or getattr(settings, "DEMO", False)):
        raise Http404
