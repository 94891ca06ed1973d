from django.urls import path
from django.views.generic import RedirectView
from oscar.apps.catalogue.reviews import apps as reviews_apps
from oscar.apps.customer import apps
from oscar.apps.wishlists import apps as wishlists_apps

# Names that Oscar's code and dashboard still ask for, and our pages that answer.
OURS = {
    "login": "account_login",
    "logout": "account_logout",
    "register": "account_signup",
    "summary": "account:home",
    "profile-view": "account:profile",
    "order-list": "account:orders",
}


class CustomerConfig(apps.CustomerConfig):
    """Oscar's customer app for its models. Its pages are ours (`marketplace.customer`), signing in is allauth's."""

    def ready(self) -> None:
        super().ready()
        from marketplace.customer import receivers  # noqa: F401

    def get_urls(self):
        urls = [path(f"{name}/", redirect_to(ours), name=name) for name, ours in OURS.items()]
        urls.append(path("orders/<str:order_number>/", redirect_to("account:order"), name="order"))
        urls.append(path("wishlists/<str:key>/", redirect_to("account:wishes"), name="wishlists-detail"))
        return self.post_process_urls(urls)


class ReviewsConfig(reviews_apps.CatalogueReviewsConfig):
    """Oscar's reviews app for its models; who bought a product writes about it in her account."""

    def get_urls(self):
        from marketplace.customer.views import reviews

        return self.post_process_urls(
            [
                path("", reviews.ProductReviewsView.as_view(), name="reviews-list"),
                path("add/", reviews.start, name="reviews-add"),
                path("<int:pk>/", reviews.to_product, name="reviews-detail"),
            ]
        )


class WishlistsConfig(wishlists_apps.WishlistsConfig):
    """Oscar's wish lists for their models; her page is in her account."""

    def get_urls(self):
        return self.post_process_urls([path("<str:key>/", redirect_to("account:wishes"), name="detail")])


def redirect_to(name: str):
    """A view that leads to one of our pages, with the arguments it takes."""

    class ToOurs(RedirectView):
        pattern_name = name
        query_string = True

        def get_redirect_url(self, *args, **kwargs):
            number = kwargs.get("order_number")
            return super().get_redirect_url(**({"number": number} if number else {}))

    return ToOurs.as_view()
