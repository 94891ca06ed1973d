"""A spreadsheet of products: looked through first, then imported row by row, each once however often it is sent.

A new product becomes a draft, and goes to review when it has a picture. Of a product that is there, price and stock
change at once, and what buyers rely on goes to review, as on the screens (docs/listing.md).
"""

import hashlib
import uuid
from datetime import timedelta

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue_ext import drafts, moderation
from catalogue_ext.applying import set_terms
from catalogue_ext.forms import AT_ONCE, STOCK, ContentForm
from catalogue_ext.models import Listing, Revision, RevisionPicture, Sheet, SheetRow
from catalogue_ext.search.indexing import reindexed_once
from catalogue_ext.sheets.checking import Known, check, form_of
from catalogue_ext.sheets.tables import read_table
from catalogue_ext.sheets.zipped import ZippedPictures, opened
from marketplace.pictures.uploads import NotAPicture
from marketplace.vault import private_storage

State = SheetRow.State


@transaction.atomic
def look_through(shop, file, zipped, by) -> Sheet:
    """Keep a spreadsheet with what is wrong in each row; no product is touched.

    Raises:
        NotATable, NotAZip: when one of the files is refused as a whole.
    """
    rows = check(shop, table := read_table(file), ZippedPictures(zipped))
    kept = ""
    if zipped:
        zipped.seek(0)
        kept = private_storage().save(f"sheets/{uuid.uuid4().hex}.zip", ContentFile(zipped.read()))
    sheet = Sheet.objects.create(shop=shop, by=by, name=file.name[-120:], pictures=kept, unknown=table.unknown)
    SheetRow.objects.bulk_create(
        SheetRow(
            sheet=sheet,
            line=row.line,
            title=row.title,
            key=row.key,
            content=row.content,
            pictures=row.pictures,
            faults=row.faults,
            is_known=row.is_known,
            state=State.FAULTY if row.faults else State.READY,
        )
        for row in rows
    )
    return sheet


@transaction.atomic
def begin(sheet: Sheet) -> bool:
    """Say that what is right is to be imported; False when that has been said before."""
    locked = Sheet.objects.select_for_update().get(pk=sheet.pk)
    if locked.state != Sheet.State.SEEN:
        return False
    locked.state = Sheet.State.RUNNING
    locked.save(update_fields=["state"])
    return True


def import_rows(sheet: Sheet) -> None:
    """Import the rows that are ready, each in a transaction of its own, so that what is done stays done."""
    if sheet.state != Sheet.State.RUNNING:
        return
    zipped = private_storage().open(sheet.pictures).read() if sheet.pictures else b""
    pictures, known = opened(zipped), Known(sheet.shop)
    for pk in sheet.rows.filter(state=State.READY).values_list("pk", flat=True):
        _import_row(pk, sheet, known, pictures)
    sheet.state = Sheet.State.DONE
    sheet.save(update_fields=["state"])
    if sheet.pictures:
        private_storage().delete(sheet.pictures)


def _import_row(pk: int, sheet: Sheet, known: Known, pictures: ZippedPictures) -> None:
    try:
        with reindexed_once():
            row = SheetRow.objects.select_for_update().get(pk=pk)
            if row.state != State.READY:
                return
            listing = known.listing(row.content.get("sku", ""), row.key)
            row.state = _change(listing, row, sheet, pictures) if listing else _create(row, sheet, pictures)
            row.save()
    except moderation.NotComplete as error:
        faults = [(str(error.form[name].label), words) for name, said in error.form.errors.items() for words in said]
        _fail(pk, faults or [("", error.pictures)])
    except (moderation.NotNow, drafts.NotEditable, NotAPicture) as error:
        _fail(pk, [("", str(error))])
    except IntegrityError:
        _fail(pk, [("", _("Another product has this code already."))])


def _fail(pk: int, faults: list) -> None:
    SheetRow.objects.filter(pk=pk).update(state=State.FAILED, faults=faults)


def _create(row: SheetRow, sheet: Sheet, pictures: ZippedPictures) -> str:
    """A product that is not on sale yet: its draft, and what was drafted of it before."""
    row.revision = revision = Revision.objects.filter(shop=sheet.shop, client_id=row.key).first()
    if revision and revision.state == Revision.State.WITHDRAWN:  # thrown away, and wanted after all
        revision.state = Revision.State.DRAFT
        revision.save(update_fields=["state"])
    if revision and not revision.is_editable:
        return State.SAME
    content = row.content | {"stock_mode": row.content["stock_mode"] or STOCK}
    row.revision = revision = drafts.save_draft(sheet.shop, row.key, content, sheet.by)
    _add_pictures(revision, row, pictures)
    if not revision.pictures.exists():
        return State.DRAFT
    row.revision = moderation.submit(revision, sheet.by)
    row.listing = row.revision.listing
    return State.SENT


def _change(listing: Listing, row: SheetRow, sheet: Sheet, pictures: ZippedPictures) -> str:
    """A product that buyers know: terms at once, the rest for review."""
    row.listing = listing = Listing.objects.select_related("product", "shop__partner").get(pk=listing.pk)
    form = form_of(sheet.shop, row.content, listing)
    if not form.is_valid():
        raise moderation.NotComplete(form)
    changed = _changed(ContentForm(drafts.content_of(listing), shop=sheet.shop, listing=listing, whole=True), form)
    state = State.SAME
    if changed & set(AT_ONCE):
        set_terms(listing, form.cleaned_data)
        state = State.CHANGED
    if changed - set(AT_ONCE) or _new_pictures(listing, row, pictures):
        state = State.SENT if _edit(listing, form, row, sheet, pictures) else state
    return state


def _changed(before: ContentForm, after: ContentForm) -> set[str]:
    """The fields that two forms read differently, however they were typed."""
    before.is_valid()
    return {name for name, value in after.cleaned_data.items() if before.cleaned_data.get(name) != value}


def _edit(listing: Listing, form: ContentForm, row: SheetRow, sheet: Sheet, pictures: ZippedPictures) -> bool:
    """Send for review what buyers would read; whether there is anything that does not wait already.

    Raises:
        NotEditable: when other changes of this product wait.
    """
    row.revision = revision = drafts.begin_edit(listing, sheet.by)
    waiting = ContentForm(revision.content, shop=sheet.shop, listing=listing, whole=True)
    differ = _changed(waiting, form) - set(AT_ONCE)
    if not revision.is_editable and not differ:
        return False
    drafts.save_draft(sheet.shop, revision.client_id, {name: form.data.get(name, "") for name in differ}, sheet.by)
    _add_pictures(revision, row, pictures)
    moderation.submit(revision, sheet.by)
    return True


def _add_pictures(revision: Revision, row: SheetRow, pictures: ZippedPictures) -> None:
    for name in row.pictures:
        file = pictures.read(name)
        drafts.add_picture(revision, _id_of(file), file)


def _new_pictures(listing: Listing, row: SheetRow, pictures: ZippedPictures) -> bool:
    """Whether the row names a picture that no draft of this product ever had."""
    ids = {_id_of(pictures.read(name)) for name in row.pictures}
    return ids > set(
        RevisionPicture.objects.filter(revision__listing=listing, client_id__in=ids).values_list("client_id", flat=True)
    )


def _id_of(file) -> uuid.UUID:
    """The same for the same picture, so that it is taken in once."""
    content = file.read()
    file.seek(0)
    return uuid.uuid5(uuid.NAMESPACE_URL, hashlib.sha256(content).hexdigest())


def forget_old(days: int = 7) -> int:
    """Throw away spreadsheets that were sent and not imported, with their pictures."""
    old = Sheet.objects.filter(created_at__lt=timezone.now() - timedelta(days=days))
    waiting = old.filter(state=Sheet.State.SEEN)
    for name in waiting.exclude(pictures="").values_list("pictures", flat=True):
        private_storage().delete(name)
    return waiting.delete()[0]
