"""What cards of shops and makers show, ready for the template."""

from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet

from marketplace.pictures.renditions import Picture, picture
from marketplace.shops.models import Maker

NUM_FACES = 3


@dataclass(frozen=True)
class ShopCard:
    url: str
    name: str
    cover: Picture | None
    faces: list[Picture]
    place_name: str
    kind: str
    tagline: str
    product_count: int


@dataclass(frozen=True)
class MakerCard:
    url: str
    name: str
    image: Picture | None
    role: str
    place_name: str
    words: str


def shop_cards(shops: QuerySet) -> list[ShopCard]:
    """Cards of these shops, in two queries."""
    makers = Prefetch("makers", Maker.objects.exclude(picture=""))
    rows = (
        shops.select_related("partner", "commune")
        .prefetch_related(makers)
        .annotate(num_listings=Count("listings", filter=Q(listings__state="live", listings__product__is_public=True)))
    )
    return [
        ShopCard(
            url=shop.get_absolute_url(),
            name=shop.name,
            cover=picture(shop.cover, "cover"),
            faces=[picture(maker.picture) for maker in shop.makers.all()[:NUM_FACES]],
            place_name=shop.commune.short_name,
            kind=shop.get_legal_form_display(),
            tagline=shop.tagline_text,
            product_count=shop.num_listings,
        )
        for shop in rows
    ]


def maker_cards(makers: QuerySet) -> list[MakerCard]:
    """Cards of these makers, in one query; they lead to their shops."""
    return [
        MakerCard(
            url=maker.shop.get_absolute_url(),
            name=maker.name,
            image=picture(maker.picture),
            role=maker.role_text,
            place_name=maker.commune.short_name if maker.commune else "",
            words=first_sentence(maker.story_text),
        )
        for maker in makers.select_related("shop", "commune")
    ]


def first_sentence(text: str, longest: int = 140) -> str:
    """The beginning of a story: its first sentence, cut at a word where it is long."""
    sentence = text.strip().split("\n", 1)[0].split(". ", 1)[0].rstrip(".")
    if len(sentence) <= longest:
        return f"{sentence}." if sentence else ""
    return f"{sentence[:longest].rsplit(' ', 1)[0]}…"
