"""The site with addresses that end in the pages nobody should see."""

from django.core.exceptions import PermissionDenied
from django.urls import path

from marketplace.urls import *  # noqa: F403
from marketplace.urls import urlpatterns as site


def forbidden(request):
    raise PermissionDenied


def broken(request):
    raise RuntimeError("a page that breaks, for the test of what the buyer then sees")


urlpatterns = [path("forbidden/", forbidden), path("broken/", broken), *site]
