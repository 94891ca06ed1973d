"""What everybody sees: the shop, its pages and files, the basket and the checkout."""

from oscar.core.loading import get_model

from marketplace.storefront.pages import PAGES
from tests.permissions.roles import HIDDEN, IN, MOVED, OPEN, SIGN_IN, Row, everybody

ProductReview = get_model("reviews", "ProductReview")


def of_product(world) -> dict:
    return {"product_slug": world.listing_a.slug, "product_pk": world.listing_a.product_id}


def of_review(world) -> dict:
    return {**of_product(world), "pk": world.review.pk}


def prepare(world) -> None:
    world.review = ProductReview.objects.create(
        product=world.listing_a.product, score=5, title="Ngon", body="Giòn", user=world.buyer
    )


ROWS = {
    "home": OPEN,
    "healthz": OPEN,
    "readyz": OPEN,
    "robots": OPEN,
    "django.contrib.sitemaps.views.sitemap": OPEN,
    "rendition": Row(
        everybody(HIDDEN), lambda w: {"slot": "square", "width": "192", "name": "makers/none.webp", "suffix": "webp"}
    ),
    "ui:styleguide": OPEN,
    "ui:styleguide_desk": OPEN,
    "offer:list": everybody(MOVED),
    "offer:detail": Row(everybody(MOVED), lambda w: {"slug": "khong-co"}),
    "places:communes": OPEN,
    **{f"pages:{name}": OPEN for name in PAGES},
    "search:search": OPEN,
    "search:suggest": OPEN,
    "search:clicked": OPEN,
    "shops:list": OPEN,
    "shops:detail": Row(OPEN, lambda w: {"slug": w.shop_a.slug}),
    "catalogue:index": OPEN,
    "catalogue:category": Row(everybody(HIDDEN), lambda w: {"category_slug": "khong-co", "pk": 1}),
    "catalogue:range": Row(everybody(HIDDEN), lambda w: {"slug": "khong-co"}),
    "catalogue:detail": Row(OPEN, lambda w: {"product_slug": w.listing_a.slug, "pk": w.listing_a.product_id}),
    "catalogue:reviews-list": Row(OPEN, of_product),
    "catalogue:reviews-detail": Row(everybody(MOVED), of_review),
    "catalogue:reviews-add": Row(everybody(MOVED, guest=SIGN_IN), of_product),
    "basket:summary": OPEN,
    "basket:add": Row(OPEN, lambda w: {"pk": w.listing_a.product_id}),
    "basket:line": Row(OPEN, lambda w: {"pk": 1}),
    "basket:saved-line": Row(OPEN, lambda w: {"pk": 1}),
    "basket:vouchers-add": everybody(MOVED),
    "basket:vouchers-remove": Row(OPEN, lambda w: {"pk": 1}),
    "checkout:index": everybody(MOVED),
    "checkout:summary": everybody(IN),
}
