"""Vietnamese without a prefix, English under /en/; what machines ask for has no language."""

from django.apps import apps
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path

from marketplace import health
from marketplace.customer.apps import redirect_to
from marketplace.payments.webhooks import stripe_webhook
from marketplace.storefront.robots import robots_txt
from marketplace.storefront.sitemaps import SITEMAPS
from marketplace.storefront.views import HomeView


def oscar(label: str):
    """The URLs of an Oscar app or of our fork of it."""
    return apps.get_app_config(label).urls


# Names that Oscar's dashboard asks for: offers are seen where they hold, in the basket and on the products.
OFFERS = [
    path("", redirect_to("catalogue:index"), name="list"),
    path("<slug:slug>/", redirect_to("catalogue:index"), name="detail"),
]

urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("robots.txt", robots_txt, name="robots"),
    path("sitemap.xml", sitemap, {"sitemaps": SITEMAPS}, name="django.contrib.sitemaps.views.sitemap"),
    path("places/", include("marketplace.places.urls")),
    path("", include("marketplace.pictures.urls")),
    path("webhooks/stripe/", stripe_webhook, name="stripe-webhook"),
]

urlpatterns += i18n_patterns(
    path("", HomeView.as_view(), name="home"),
    path("catalogue/", oscar("catalogue")),
    path("search/", oscar("search")),
    path("shops/", include("marketplace.storefront.shop_urls")),
    path("basket/", oscar("basket")),
    path("checkout/", oscar("checkout")),
    path("orders/", include("marketplace.orders.urls")),
    path("accounts/", include("marketplace.customer.sign_in_urls")),
    path("pay/", include("marketplace.storefront.pay_urls")),
    path("account/notices/", include("marketplace.notifications.urls")),
    path("account/", include("marketplace.customer.urls")),
    path("training/", include("training.urls")),
    path("sell/", include("marketplace.onboarding.urls")),
    path("seller/", include("marketplace.workspace.urls")),
    path("union/", include("marketplace.union.urls")),
    path("finance/", include("marketplace.finance.urls")),
    path("pages/", include("marketplace.storefront.page_urls")),
    path("", include("marketplace.ui.urls")),
    path("oscar/customer/", oscar("customer")),
    path("oscar/offers/", include((OFFERS, "offer"))),
    path("oscar/wishlists/", oscar("wishlists")),
    path("dashboard/login/", redirect_to("account_login")),
    path("dashboard/", oscar("dashboard")),
    path("admin/", admin.site.urls),
    prefix_default_language=False,
)
