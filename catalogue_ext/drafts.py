"""Drafts of what a shop says of its products: saved as she types, with their pictures."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue_ext.forms import CERTIFICATE, DETAILS, ESSENTIALS, STOCK, TO_ORDER
from catalogue_ext.models import Listing, Revision, RevisionPicture
from marketplace.pictures.renditions import picture
from marketplace.pictures.tasks import make_renditions
from marketplace.pictures.uploads import NotAPicture, cropped, read_picture, store_picture
from marketplace.shops.models import Shop

FIELDS = (*ESSENTIALS, *DETAILS, *CERTIFICATE)
LISTS = ("season",)
LONGEST = 6000
MOST_PICTURES = 8
FOLDER = "images/products"


class NotEditable(Exception):
    """It waits for review or is decided; nothing was changed. The message is for the screen."""

    def __init__(self):
        super().__init__(_("This has been sent for review already. Take it back first if you want to change it."))


def typed_content(data, names=FIELDS) -> dict:
    """What a form's data (a QueryDict or a dict) says of the fields `names`, as it was typed; empty where nothing."""
    content: dict = {}
    for name in names:
        if name in LISTS:
            values = data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])
            content[name] = [str(value)[:2] for value in values][:12]
        else:
            content[name] = str(data.get(name, ""))[:LONGEST].strip()
    return content


@transaction.atomic
def save_draft(shop: Shop, client_id: UUID, content: dict, by, typed_at: int = 0) -> Revision:
    """Keep what was typed as the draft with this id; the same sent twice, or an older version, changes nothing.

    Raises:
        NotEditable: when it waits for review or is decided.
    """
    revision = _locked(shop, client_id)
    if revision is None:
        try:
            with transaction.atomic():
                return Revision.objects.create(
                    shop=shop, client_id=client_id, content=content, by=by, typed_at=typed_at
                )
        except IntegrityError:  # the same draft arrived twice at once
            revision = _locked(shop, client_id)
    if not revision.is_editable:
        raise NotEditable
    if typed_at and typed_at <= revision.typed_at:
        return revision
    revision.content = revision.content | content
    revision.typed_at = typed_at or revision.typed_at
    revision.by = by
    revision.save(update_fields=["content", "typed_at", "by", "updated_at"])
    return revision


def _locked(shop: Shop, client_id: UUID) -> Revision | None:
    return Revision.objects.select_for_update().filter(shop=shop, client_id=client_id).first()


@transaction.atomic
def begin_edit(listing: Listing, by) -> Revision:
    """The open revision of a product: the one there is, or one that says what stands there now."""
    Listing.objects.select_for_update().get(pk=listing.pk)
    revision = Revision.objects.filter(listing=listing).open().first()
    if revision:
        return revision
    revision = Revision.objects.create(shop=listing.shop, listing=listing, content=content_of(listing), by=by)
    RevisionPicture.objects.bulk_create(
        RevisionPicture(revision=revision, original=image.original.name, file=image.original.name, position=position)
        for position, image in enumerate(listing.product.images.all())
    )
    return revision


def content_of(listing: Listing) -> dict:
    """What stands there now, in the form's words."""
    record = next(iter(listing.product.stockrecords.all()), None)
    category = next((one.pk for one in listing.product.categories.all()), "")
    certificate = max(listing.certificates.all(), key=lambda one: one.expires_on, default=None)
    content = {
        "title": listing.product.title,
        "category": str(category),
        "price": f"{record.price:,.0f}".replace(",", ".") if record and record.price is not None else "",
        "stock_mode": TO_ORDER if listing.is_made_to_order else STOCK,
        "stock": str(record.num_in_stock or 0) if record else "0",
        "days": str(listing.made_to_order_days or ""),
        "weight": str(listing.weight_grams),
        "unit": listing.unit,
        "summary": listing.summary,
        "description": listing.product.description,
        "composition": listing.composition,
        "size": listing.size,
        "net_weight": str(listing.net_weight_grams or ""),
        "shelf_life": str(listing.shelf_life_days or ""),
        "storage": listing.storage,
        "keep_cold": "on" if listing.keep_cold else "",
        "warnings": listing.warnings,
        "maker": str(listing.maker_id or ""),
        "capacity": str(listing.monthly_capacity or ""),
        "season": [str(month) for month in listing.season_months],
        "title_en": listing.title_en,
        "description_en": listing.description_en,
    }
    if certificate:
        content |= {
            "ocop_stars": str(certificate.stars),
            "ocop_number": certificate.number,
            "ocop_issued": certificate.issued_on.isoformat(),
            "ocop_expires": certificate.expires_on.isoformat(),
        }
    return content


def add_picture(revision: Revision, client_id: UUID, file) -> RevisionPicture:
    """Take in one more picture of a draft; the same one sent twice is one.

    Raises:
        NotAPicture: when it is none, or there are enough; the message is for the screen.
        NotEditable: when the draft has been sent.
    """
    known = revision.pictures.filter(client_id=client_id).first()
    if known:
        return known
    _require_editable(revision)
    _require_room(revision)
    taken = read_picture(file)
    original = store_picture(taken, "originals/products")
    name = store_picture(cropped(original), FOLDER)
    with transaction.atomic():
        # Pictures of one draft arrive side by side, and while it is sent: they wait for each other here.
        locked = _locked_for_pictures(revision)
        kept = locked.pictures.filter(client_id=client_id).first()
        if kept is None:
            _require_room(locked)
            kept = RevisionPicture.objects.create(
                revision=locked, client_id=client_id, original=original, file=name, position=_next_position(locked)
            )
            Revision.objects.filter(pk=locked.pk).update(updated_at=timezone.now())
            transaction.on_commit(lambda: make_renditions.delay(name, "square"))
    return kept


def _next_position(revision: Revision) -> int:
    last = revision.pictures.order_by("-position").values_list("position", flat=True).first()
    return 0 if last is None else last + 1


@transaction.atomic
def remove_picture(kept: RevisionPicture) -> None:
    """Take a picture out of a draft."""
    _locked_for_pictures(kept.revision)
    kept.delete()


@transaction.atomic
def make_cover(kept: RevisionPicture) -> None:
    """Put a picture before the others: it is what lists show."""
    _locked_for_pictures(kept.revision)
    others = list(kept.revision.pictures.exclude(pk=kept.pk))
    for position, one in enumerate([kept, *others]):
        RevisionPicture.objects.filter(pk=one.pk).update(position=position)


def crop(kept: RevisionPicture, x: int, y: int, zoom: int, turns: int) -> None:
    """Show another square of a picture, or show it turned by quarters."""
    _require_editable(kept.revision)
    name = store_picture(cropped(kept.original.name, x, y, zoom, turns), FOLDER)
    with transaction.atomic():
        _locked_for_pictures(kept.revision)
        RevisionPicture.objects.filter(pk=kept.pk).update(crop_x=x, crop_y=y, zoom=zoom, turns=turns % 4, file=name)
        transaction.on_commit(lambda: make_renditions.delay(name, "square"))


def _locked_for_pictures(revision: Revision) -> Revision:
    """The draft as it is now, kept still: what an officer looks at gets no other pictures.

    Raises:
        NotEditable: when it has been sent meanwhile.
    """
    locked = Revision.objects.select_for_update().get(pk=revision.pk)
    _require_editable(locked)
    return locked


def _require_room(revision: Revision) -> None:
    if revision.pictures.count() >= MOST_PICTURES:
        raise NotAPicture(_("A product has at most %(most)d pictures.") % {"most": MOST_PICTURES})


def _require_editable(revision: Revision) -> None:
    if not revision.is_editable:
        raise NotEditable


def picture_of(kept: RevisionPicture | None):
    """The picture ready for `ui/picture.html`."""
    return picture(kept.file) if kept else None
