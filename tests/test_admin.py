"""Django's admin is there for the rest: every model of ours is in it, or is named here with the reason."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.test import RequestFactory
from django.urls import reverse

from marketplace.history import AppendOnly
from tests.factories import a_listing, a_user

OURS = ("marketplace", "catalogue_ext", "training")
FORKS = ("basket", "catalogue", "partner", "shipping")
NOT_IN_ADMIN = {
    "shops.PhoneCode": "secret for as long as it lives",
    "onboarding.Paper": "looked at on the Union desk, where every look is written down",
    "seller_orders.Conversation": "read on the Union desk in a dispute, where every look is written down",
    "seller_orders.Message": "the same",
    "seller_orders.MessagePicture": "the same",
    "seller_orders.ReturnPicture": "the same",
    "seller_orders.PercentOff": "a proxy of Oscar's benefit, which is registered",
    "seller_orders.AmountOff": "the same",
    "seller_orders.GoodsWorth": "a proxy of Oscar's condition, which is registered",
    "listing_search.SearchEntry": "made anew from listings by manage.py search rebuild",
    "listing_search.SearchTitle": "the same",
    "listing_search.TagSet": "the same",
    "listing_search.SearchWord": "the same",
    "listing_search.IndexChange": "a queue that empties itself; manage.py search status counts it",
    "listing_search.SearchClick": "shown in sum with the searches",
    "training.Attendance": "what the marks, which are registered, come to",
    "training.ImportDraft": "gone when it is applied; seen on the trainer's desk",
}


def our_models():
    return [
        model for model in apps.get_models() if model.__module__.startswith(OURS) and model._meta.app_label not in FORKS
    ]


def registered() -> set:
    """The models that have pages in the admin, and those written inside another's page."""
    inside = {inline.model for one in admin.site._registry.values() for inline in one.inlines}
    return set(admin.site._registry) | inside


def test_every_model_is_in_the_admin_or_named_with_the_reason_why_not():
    assert {one._meta.label for one in our_models() if one not in registered()} == set(NOT_IN_ADMIN)


def test_every_list_shows_more_than_a_name():
    ours = [admin.site._registry[one] for one in our_models() if one in admin.site._registry]
    bare = [one.model.__name__ for one in ours if not one.change_list_template and len(one.list_display) < 2]
    assert bare == []


@pytest.mark.django_db
def test_what_is_written_once_cannot_be_changed_by_the_highest_either():
    request = RequestFactory().get("/admin/")
    request.user = a_user(is_staff=True, is_superuser=True)
    models = [one for one in our_models() if issubclass(one, AppendOnly) and one in admin.site._registry]
    assert models
    for one in map(admin.site._registry.get, models):
        assert not one.has_change_permission(request)
        assert not one.has_delete_permission(request)
        assert not one.has_add_permission(request)


@pytest.mark.django_db
def test_every_list_and_every_new_form_opens(client):
    a_listing(stars=4)
    client.force_login(
        a_user(is_staff=True, is_superuser=True), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    for model, one in admin.site._registry.items():
        name = f"{model._meta.app_label}_{model._meta.model_name}"
        words = {"q": "ninh binh"} if one.search_fields else {}
        assert client.get(reverse(f"admin:{name}_changelist"), words).status_code == 200, name
        answer = client.get(reverse(f"admin:{name}_add"))
        assert answer.status_code == (200 if one.has_add_permission(answer.wsgi_request) else 403), name
