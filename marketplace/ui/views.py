from django.conf import settings
from django.http import Http404
from django.shortcuts import render

from marketplace.ui import samples


def styleguide(request):
    """The design system with every component in every state; for those who build, not for buyers."""
    if not (settings.DEBUG or getattr(settings, "DEMO", False)):
        raise Http404
    return render(request, "styleguide/index.html", samples.context())
