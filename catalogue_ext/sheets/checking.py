"""What is wrong with the rows of a spreadsheet, each fault by its column, before anything is written."""

import re
import uuid
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from catalogue_ext.drafts import content_of
from catalogue_ext.forms import STOCK, ContentForm
from catalogue_ext.models import Listing, Revision
from catalogue_ext.sheets.columns import PICTURES, SKU, Reader, heading
from catalogue_ext.sheets.tables import Table
from catalogue_ext.sheets.zipped import ZippedPictures
from marketplace.places.folding import fold

LONGEST_SKU = 64


@dataclass
class Checked:
    """One row: what it says, which product it is of, and (column, what is wrong) pairs."""

    line: int
    title: str
    key: uuid.UUID | None
    content: dict
    pictures: list[str]
    is_known: bool = False
    faults: list[tuple[str, str]] = field(default_factory=list)


def key_of(shop, sku: str, title: str) -> uuid.UUID:
    """The id of the draft that a row becomes: the same for the same product, so that it is made once."""
    name = f"sku:{sku}" if sku else f"title:{fold(title)}"
    return uuid.uuid5(uuid.NAMESPACE_URL, f"sheet:{shop.pk}:{name}")


class Known:
    """The products of a shop that a row may mean: by SKU, and by the draft that an earlier row became."""

    def __init__(self, shop):
        listings = (
            Listing.objects.filter(shop=shop, published_at__isnull=False)
            .select_related("product", "shop__partner")
            .prefetch_related("product__stockrecords", "product__categories", "certificates")
        )
        self.by_sku, by_pk = {}, {}
        for listing in listings:
            by_pk[listing.pk] = listing
            for record in listing.product.stockrecords.all():
                self.by_sku[record.partner_sku] = listing
        drafts = Revision.objects.filter(shop=shop, listing__in=by_pk).values_list("client_id", "listing")
        self.by_key = {key: by_pk[listing] for key, listing in drafts}

    def listing(self, sku: str, key: uuid.UUID) -> Listing | None:
        return self.by_sku.get(sku) or self.by_key.get(key)


def check(shop, table: Table, pictures: ZippedPictures) -> list[Checked]:
    """All rows of a table; those without faults can be imported."""
    reader, known = Reader(shop), Known(shop)
    seen: dict[uuid.UUID, int] = {}
    rows = []
    for line, cells in table.rows:
        row = _check_row(shop, line, cells, reader, known)
        row.faults += [(heading(PICTURES), fault) for fault in pictures.faults(row.pictures)]
        if row.key in seen:
            name = SKU if cells.get(SKU) else "title"
            row.faults.append((heading(name), _("The same as in row %(line)d.") % {"line": seen[row.key]}))
        seen.setdefault(row.key, line)
        rows.append(row)
    return rows


def form_of(shop, content: dict, listing: Listing | None) -> ContentForm:
    """The form with what a row says. Cells that are empty leave a product that is there (prefetched) as it is."""
    if listing is None:
        return ContentForm(content | {"stock_mode": content["stock_mode"] or STOCK}, shop=shop)
    said = {name: value for name, value in content.items() if value not in ("", [])}
    return ContentForm(content_of(listing) | said, shop=shop, listing=listing, whole=True)


def _check_row(shop, line: int, cells: dict, reader: Reader, known: Known) -> Checked:
    sku, title = cells.get(SKU, "").strip(), cells.get("title", "").strip()
    key = key_of(shop, sku, title)
    content, unread = reader.content(cells)
    listing = known.listing(sku, key)
    names = [name.strip() for name in re.split(r"[;,\n]", cells.get(PICTURES, "")) if name.strip()]
    row = Checked(line, title[:200], key, content, names, is_known=listing is not None)
    form = form_of(shop, content, listing)
    wrong = {name: [str(words) for words in errors] for name, errors in form.errors.items()}
    wrong |= {name: [words] for name, words in unread.items()}
    if len(sku) > LONGEST_SKU:
        wrong[SKU] = [_("At most %(most)d characters.") % {"most": LONGEST_SKU}]
    row.faults = [(heading(name), words) for name, said in wrong.items() for words in said]
    return row
