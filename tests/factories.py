"""Rows for tests, through the models; every default may be given otherwise."""

import itertools
from decimal import Decimal

from django.utils import timezone
from oscar.core.loading import get_model

from catalogue_ext.models import Listing, OcopCertificate
from catalogue_ext.services import describe_for_search
from marketplace.accounts.models import StaffRole, User
from marketplace.orders.services import Recipient
from marketplace.partner.strategy import MarketplaceStrategy
from marketplace.places.folding import fold
from marketplace.places.models import Commune, Province
from marketplace.shops.models import Maker, Shop, ShopPerson

Basket = get_model("basket", "Basket")
Category = get_model("catalogue", "Category")
Country = get_model("address", "Country")
Partner = get_model("partner", "Partner")
Product = get_model("catalogue", "Product")
ProductClass = get_model("catalogue", "ProductClass")
ProductImage = get_model("catalogue", "ProductImage")
StockRecord = get_model("partner", "StockRecord")

numbers = itertools.count(1)


def a_province(code: str = "37", name: str = "Tỉnh Ninh Bình") -> Province:
    folded = fold(name).removeprefix("tinh ").removeprefix("thanh pho ")
    return Province.objects.get_or_create(
        code=code,
        defaults={
            "name": name,
            "folded": folded,
            "search_text": f" | {folded} | ",
            "region": "red-river-delta",
            "sort_key": folded,
        },
    )[0]


def a_commune(name: str = "Nam Hoa Lư", code: str = "14359", province: Province | None = None) -> Commune:
    province = province or a_province()
    folded = fold(name)
    return Commune.objects.get_or_create(
        code=code,
        scheme="2025-07",
        defaults={
            "name": f"Phường {name}",
            "kind": "phuong",
            "short_name": name,
            "folded": folded,
            "search_text": f" | {folded} | {province.folded} | ",
            "latitude": 20.2,
            "longitude": 105.9,
            "province": province,
        },
    )[0]


def a_shop(name: str = "", **fields) -> Shop:
    number = next(numbers)
    partner = Partner.objects.create(code=f"shop-{number}", name=name or f"HTX Sen {number}")
    defaults = {
        "partner": partner,
        "slug": f"htx-sen-{number}",
        "legal_form": Shop.LegalForm.COOPERATIVE,
        "state": Shop.State.OPEN,
        "identity_verified_at": timezone.now(),
        "commune": a_commune(),
        "address_line": "Thôn Văn Lâm",
        "phone": "+84912000100",
    }
    return Shop.objects.create(**defaults | fields)


def a_maker(shop: Shop, **fields) -> Maker:
    return Maker.objects.create(**{"shop": shop, "name": f"Nguyễn Thị Sen {next(numbers)}"} | fields)


def a_category(name: str = "Đồ khô", parent=None) -> Category:
    return Category.objects.add_child(parent, {"name": name}) if parent else Category.objects.add_root({"name": name})


def a_listing(
    title: str = "", *, shop: Shop | None = None, price: int = 45_000, stock: int = 20, category=None, stars=0, **fields
) -> Listing:
    """A live listing with its product and stock record; `price` in đồng, `stars` of an OCOP certificate that holds."""
    number = next(numbers)
    shop = shop or a_shop()
    kind, __ = ProductClass.objects.get_or_create(slug="dac-san", defaults={"name": "Đặc sản"})
    slug = f"com-chay-{number}"
    product = Product.objects.create(
        title=title or f"Cơm cháy {number}", slug=slug, upc=slug, product_class=kind, description="Giòn và thơm."
    )
    if category:
        product.categories.add(category)
    defaults = {
        "product": product,
        "shop": shop,
        "origin": shop.commune,
        "slug": slug,
        "state": Listing.State.LIVE,
        "published_at": timezone.now(),
        "unit": "gói 200 g",
        "weight_grams": 230,
    }
    listing = Listing(**defaults | fields)
    listing.save()
    describe_for_search(listing)
    listing.save()
    StockRecord.objects.create(
        product=product,
        partner=shop.partner,
        partner_sku=slug,
        price=Decimal(price),
        price_currency="VND",
        num_in_stock=stock,
    )
    if stars:
        today = timezone.localdate()
        OcopCertificate.objects.create(
            listing=listing,
            stars=stars,
            number=f"MẪU-{number}",
            issued_on=today.replace(year=today.year - 1, day=1),
            expires_on=today.replace(year=today.year + 1, day=1),
        )
    listing.refresh_from_db()
    return listing


def a_user(**fields) -> User:
    number = next(numbers)
    defaults = {"phone": f"09{number:08d}", "password": "bi-mat-cua-chi-sen", "full_name": "Trần Thị Hạnh"}
    return User.objects.create_user(**defaults | fields)


def an_officer(*communes: Commune, **fields) -> User:
    """A Union officer of these communes; of the whole home province when none is named."""
    officer = a_user(**fields)
    for commune in communes or [None]:
        StaffRole.objects.create(user=officer, kind=StaffRole.Kind.OFFICER, commune=commune)
    return officer


def a_finance_person(**fields) -> User:
    person = a_user(**fields)
    StaffRole.objects.create(user=person, kind=StaffRole.Kind.FINANCE)
    return person


def a_shop_person(shop: Shop, role: str = ShopPerson.Role.OWNER, user: User | None = None) -> User:
    """Somebody who works in this shop."""
    user = user or a_user()
    ShopPerson.objects.create(shop=shop, user=user, role=role)
    return user


def a_basket(*contents, owner: User | None = None):
    """A basket with `(listing, quantity)` or listings (one piece), its strategy set."""
    basket = Basket.objects.create(owner=owner)
    basket.strategy = MarketplaceStrategy()
    for content in contents:
        listing, quantity = content if isinstance(content, tuple) else (content, 1)
        basket.add_product(Product.objects.get(pk=listing.product_id), quantity)
    return basket


def the_country() -> Country:
    return Country.objects.get_or_create(
        iso_3166_1_a2="VN", defaults={"printable_name": "Việt Nam", "name": "Việt Nam", "is_shipping_country": True}
    )[0]


def a_recipient(**fields) -> Recipient:
    the_country()
    defaults = {
        "full_name": "Trần Thị Hạnh",
        "phone": "+84912345678",
        "commune": a_commune(),
        "address_line": "Số 5, thôn Văn Lâm",
        "typed_ward": "nam hoa lu",
        "email": "hanh@example.com",
    }
    return Recipient(**defaults | fields)
