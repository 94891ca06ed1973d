"""schema.org descriptions (JSON-LD) of what a page shows: https://schema.org/Product, /Offer, /BreadcrumbList."""

from django.conf import settings

AVAILABILITY = {
    "in_stock": "https://schema.org/InStock",
    "low": "https://schema.org/LimitedAvailability",
    "made_to_order": "https://schema.org/MadeToOrder",
    "sold_out": "https://schema.org/OutOfStock",
}


def absolute(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def product_data(listing, images, request) -> dict:
    """The product with its offer: the price in whole đồng."""
    data = {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": listing.title,
        "description": listing.summary_text,
        "sku": listing.slug,
        "image": [absolute(image.url(800, "webp")) for image in images],
        "brand": {"@type": "Brand", "name": listing.shop.name},
        "weight": {"@type": "QuantitativeValue", "value": listing.weight_grams, "unitCode": "GRM"},
        "offers": {
            "@type": "Offer",
            "url": absolute(request.path),
            "price": int(listing.price),
            "priceCurrency": "VND",
            "availability": AVAILABILITY[listing.availability],
            "itemCondition": "https://schema.org/NewCondition",
            "seller": {"@type": "Organization", "name": listing.shop.name},
        },
    }
    if listing.num_reviews:
        data["aggregateRating"] = {
            "@type": "AggregateRating",
            "ratingValue": round(listing.rating, 1),
            "reviewCount": listing.num_reviews,
        }
    return data


def breadcrumb_data(trail) -> dict:
    """The way from the root to a category, of things with `name` and `url`."""
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": node.name, "item": absolute(node.url)}
            for place, node in enumerate(trail, start=1)
        ],
    }
