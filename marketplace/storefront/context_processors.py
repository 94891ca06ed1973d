from django.conf import settings
from django.utils.functional import SimpleLazyObject

from catalogue_ext.categories import category_tree
from catalogue_ext.freshness import catalogue_version
from marketplace.orders.baskets import count_pieces


def storefront(request):
    """What every page of the shop shows: the menu's categories, the pieces in the basket, who runs it."""
    return {
        "menu_categories": SimpleLazyObject(lambda: category_tree().roots),
        "catalogue_version": SimpleLazyObject(catalogue_version),
        "basket_count": SimpleLazyObject(lambda: count_pieces(request)),
        "operator_name": settings.OPERATOR_NAME,
        "is_demo": settings.DEMO,
        "site_url": settings.SITE_URL,
    }
