"""The demo's shops and products, from the files of `data/`; loading them again changes nothing."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from django.utils import timezone
from oscar.core.loading import get_model

from catalogue_ext.models import CategoryText, Listing, OcopCertificate
from catalogue_ext.services import describe_for_search, refresh_listings
from marketplace.accounts.phones import normalise_phone
from marketplace.demo.files import FOLDER, read_json, store_picture
from marketplace.places.models import Commune
from marketplace.shops.models import Maker, Shop

Category = get_model("catalogue", "Category")
Country = get_model("address", "Country")
Partner = get_model("partner", "Partner")
Product = get_model("catalogue", "Product")
ProductAttribute = get_model("catalogue", "ProductAttribute")
ProductClass = get_model("catalogue", "ProductClass")
ProductImage = get_model("catalogue", "ProductImage")
ProductReview = get_model("reviews", "ProductReview")
StockRecord = get_model("partner", "StockRecord")

VERIFIED = datetime(2026, 7, 1, 2, tzinfo=UTC)
"""When officers of the demo saw who the sellers are: the same moment however often it is loaded."""


def load_country() -> None:
    Country.objects.update_or_create(
        iso_3166_1_a2="VN",
        defaults={
            "iso_3166_1_a3": "VNM",
            "iso_3166_1_numeric": "704",
            "printable_name": "Việt Nam",
            "name": "Cộng hòa xã hội chủ nghĩa Việt Nam",
            "is_shipping_country": True,
        },
    )


def load_categories() -> dict[str, Category]:
    """The tree of `categories.json`; return categories by their code."""
    found: dict[str, Category] = {}
    for row in read_json("categories.json"):
        found[row["code"]] = _category(row, None)
        for child in row.get("children", []):
            found[child["code"]] = _category(child, found[row["code"]])
    return found


def _category(row: dict, parent: Category | None) -> Category:
    siblings = Category.objects.get_children(parent) if parent else Category.objects.get_root_nodes()
    category = siblings.filter(slug=row["slug"]).first()
    if category is None:
        new = {"name": row["name_vi"], "slug": row["slug"]}
        category = Category.objects.add_child(parent, new) if parent else Category.objects.add_root(new)
    category.name = row["name_vi"]
    category.description = row["description_vi"]
    category.image = store_picture(f"products/{row['picture']}", f"categories/{row['slug']}.webp")
    category.save()
    CategoryText.objects.update_or_create(
        category=category, defaults={"name_en": row["name_en"], "description_en": row["description_en"]}
    )
    return category


def load_shops(communes: dict[str, Commune]) -> dict[str, Shop]:
    """Shops with their partners; return them by their code."""
    found = {}
    for row in read_json("shops.json"):
        partner, __ = Partner.objects.update_or_create(code=row["code"], defaults={"name": row["name"]})
        shop, __ = Shop.objects.update_or_create(
            partner=partner,
            defaults={
                "slug": row["slug"],
                "legal_form": row["legal_form"],
                "state": Shop.State.OPEN,
                "identity_verified_at": VERIFIED,
                "tagline": row["tagline_vi"],
                "tagline_en": row["tagline_en"],
                "story": row["story_vi"],
                "story_en": row["story_en"],
                "commune": communes[row["ward_code"]],
                "address_line": row["address_line"],
                "phone": normalise_phone(row["phone"]),
                "tax_code": row["tax_code"] or "",
                "founded_year": row["founded_year"],
                "cover": store_picture(f"covers/{row['cover']}", f"shops/{row['slug']}.webp"),
                "opening_days": row["opening_days_vi"],
                "opening_days_en": row["opening_days_en"],
                "lead_time_days": row["lead_time_days"],
            },
        )
        found[row["code"]] = shop
    return found


def load_makers(shops: dict[str, Shop]) -> dict[str, Maker]:
    found = {}
    for row in read_json("makers.json"):
        shop = shops[row["shop"]]
        maker, __ = Maker.objects.update_or_create(
            shop=shop,
            name=row["name"],
            defaults={
                "picture": store_picture(f"people/{row['picture']}", f"makers/{row['code']}.webp"),
                "role": row["role_vi"],
                "role_en": row["role_en"],
                "story": row["story_vi"],
                "story_en": row["story_en"],
                "commune": shop.commune,
                "birth_year": row.get("birth_year"),
            },
        )
        found[row["code"]] = maker
    return found


def product_class() -> ProductClass:
    return ProductClass.objects.get_or_create(
        slug="dac-san", defaults={"name": "Đặc sản", "requires_shipping": True, "track_stock": True}
    )[0]


def product_rows() -> list[dict]:
    """The rows of `products.json`, each followed by its other sizes of `variants.json`, which say the same of it."""
    families = {row["of"]: row for row in read_json("variants.json")}
    found = []
    for row in read_json("products.json"):
        family = families.get(row["slug"], {"variant": "", "sisters": []})
        found.append(row | {"variant": family["variant"], "variant_of": None})
        found += [_sister(row, own) for own in family["sisters"]]
    return found


def _sister(row: dict, own: dict) -> dict:
    titles = {key: f"{row[key]} – {own['variant']}" for key in ("title_vi", "title_en")}
    less_known = {"ocop": None, "featured": False, "popularity": row["popularity"] // 3}
    return row | titles | less_known | own | {"variant_of": row["slug"]}


def load_product(row: dict, kind: ProductClass, categories, shops, makers, communes, pictures: list[str]) -> Listing:
    """One of `product_rows` with its stock, pictures, listing and certificate."""
    product, is_new = Product.objects.update_or_create(
        upc=row["slug"],
        defaults={
            "structure": Product.STANDALONE,
            "product_class": kind,
            "title": row["title_vi"],
            "slug": row["slug"],
            "description": row["description_vi"],
            "is_public": True,
        },
    )
    product.categories.set([categories[row.get("subcategory") or row["category"]]])
    shop = shops[row["shop"]]
    listing = _listing(row, product, shop, makers, communes)
    stock = {"partner": shop.partner, "price": Decimal(row["price"]), "price_currency": "VND"}
    if is_new:
        stock["num_in_stock"] = row["stock"]
    StockRecord.objects.update_or_create(product=product, partner_sku=row["slug"], defaults=stock)
    for order, file in enumerate(pictures):
        name = store_picture(f"products/{file}", f"images/products/{file}")
        ProductImage.objects.update_or_create(product=product, display_order=order, defaults={"original": name})
    _certificate(row["ocop"], listing)
    describe_for_search(listing)
    listing.save()
    return listing


def _listing(row: dict, product, shop, makers, communes) -> Listing:
    listing, __ = Listing.objects.update_or_create(
        product=product,
        defaults={
            "shop": shop,
            "maker": makers.get(row["maker"]),
            "origin": communes[row["ward_code"]],
            "slug": row["slug"],
            "title_en": row["title_en"],
            "summary": row["summary_vi"],
            "summary_en": row["summary_en"],
            "description_en": row["description_en"],
            "composition": row["composition_vi"],
            "composition_en": row["composition_en"],
            "unit": row["unit_vi"],
            "unit_en": row["unit_en"],
            "weight_grams": row["weight_g"],
            "net_weight_grams": row["net_weight_g"],
            "shelf_life_days": row["shelf_life_days"],
            "storage": row["storage_vi"] or "",
            "storage_en": row["storage_en"] or "",
            "warnings": row["warnings_vi"] or "",
            "warnings_en": row["warnings_en"] or "",
            "keep_cold": row["keep_cold"],
            "season_months": row["season"] or [],
            "made_to_order_days": row["made_to_order_days"],
            "featured": row["featured"],
            "popularity": row["popularity"],
            "variant": row["variant"],
            "variant_of": Listing.objects.get(slug=row["variant_of"]) if row["variant_of"] else None,
        },
        create_defaults=None,
    )
    if listing.state == Listing.State.DRAFT:
        listing.state = Listing.State.LIVE
        listing.published_at = timezone.now() - timedelta(days=row["popularity"] % 200)
    return listing


def _certificate(row: dict | None, listing: Listing) -> None:
    if row:
        OcopCertificate.objects.update_or_create(
            number=row["number"],
            defaults={
                "listing": listing,
                "stars": row["stars"],
                "issued_on": date.fromisoformat(row["issued_on"]),
                "expires_on": date.fromisoformat(row["expires_on"]),
            },
        )


def load_reviews(products: dict[str, int]) -> None:
    """Buyers' reviews, told by name; `products` are ids by slug. Loaded once."""
    if ProductReview.objects.exists():
        return
    now = timezone.now()
    reviews = [
        ProductReview(
            product_id=products[row["product"]],
            score=row["stars"],
            title=row["title"],
            body=row["body"],
            name=row["author"],
            status=ProductReview.APPROVED,
        )
        for row in read_json("reviews.json")
    ]
    ProductReview.objects.bulk_create(reviews)
    for review, row in zip(reviews, read_json("reviews.json"), strict=True):
        review.date_created = now - timedelta(days=row["days_ago"])
    ProductReview.objects.bulk_update(reviews, ["date_created"])
    refresh_listings(list(products.values()))


def pictures_by_slug() -> dict[str, list[str]]:
    """The pictures of each product, in order."""
    found: dict[str, list[str]] = {}
    for path in sorted((FOLDER / "pictures" / "products").glob("*.webp")):
        found.setdefault(path.stem.rpartition("-")[0], []).append(path.name)
    return found


def stored_pictures() -> list[tuple[str, str]]:
    """Every picture of the shop with the slot of the layout that shows it."""
    squares = [*ProductImage.objects.filter(display_order__lt=9).values_list("original", flat=True).distinct()]
    squares += [*Maker.objects.exclude(picture="").values_list("picture", flat=True)]
    squares += [*Category.objects.exclude(image="").values_list("image", flat=True)]
    covers = Shop.objects.exclude(cover="").values_list("cover", flat=True)
    return [(name, "square") for name in dict.fromkeys(squares)] + [(name, "cover") for name in covers]
