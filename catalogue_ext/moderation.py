"""The review of what shops say of their products: one verb, one transaction, one row of history."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue_ext.applying import apply_certificate, apply_content, create_listing
from catalogue_ext.forms import ContentForm
from catalogue_ext.models import Listing, ReviewEvent, Revision
from catalogue_ext.search.indexing import reindexed_once
from catalogue_ext.signals import revision_reviewed
from marketplace.accounts.roles import area_of

State = Revision.State
Kind = ReviewEvent.Kind


class NotNow(Exception):
    """The step cannot be taken (any more); nothing is changed. The message is for the screen."""


class NotComplete(Exception):
    """The draft cannot be sent yet; `form` says why beside its fields, `pictures` is what the pictures lack."""

    def __init__(self, form: ContentForm, pictures: str = ""):
        super().__init__(pictures or str(form.errors.as_text()))
        self.form, self.pictures = form, pictures


def checked_form(revision: Revision) -> ContentForm:
    """The form with what was typed; `is_valid()` says whether it can be sent."""
    return ContentForm(revision.content, shop=revision.shop, listing=revision.listing)


@reindexed_once()
def submit(revision: Revision, by) -> Revision:
    """Send a draft for review; sending it twice is sending it once.

    A new product gets its listing now, which nobody sees before it is approved.

    Raises:
        NotComplete: when something is missing.
    """
    locked = _lock(revision)
    if locked.state in (State.SUBMITTED, State.APPROVED):
        return locked
    if not locked.is_editable:
        raise NotNow(_("This draft has been withdrawn."))
    form, pictures = checked_form(locked), list(locked.pictures.all())
    lacking = "" if pictures else _("Add at least one picture.")
    if not form.is_valid() or lacking:
        raise NotComplete(form, lacking)
    if locked.listing is None:
        locked.listing = create_listing(locked, form.cleaned_data)
    if not locked.is_of_published:
        apply_content(locked.listing, form.cleaned_data, pictures)
        _set_state(locked.listing, Listing.State.SUBMITTED)
    locked.state, locked.submitted_at = State.SUBMITTED, timezone.now()
    locked.save()
    _write(locked, Kind.SUBMITTED, by)
    return locked


@reindexed_once()
def approve(revision: Revision, by) -> Revision:
    """An officer has looked at it, and at the certificate if there is one: buyers see it from now on.

    Raises:
        NotNow: when it is not waiting, is not in her area, or is of a shop that she works in.
    """
    locked = _lock_for_review(revision, by)
    form = checked_form(locked)
    if not form.is_valid():
        raise NotNow(_("Something in it is not right any more. Ask the shop to send it again."))
    listing = locked.listing
    apply_content(listing, form.cleaned_data, list(locked.pictures.all()))
    apply_certificate(listing, form.cleaned_data, seen_by=by)
    if listing.published_at is None:
        listing.published_at = timezone.now()
        listing.product.is_public = True
        listing.product.save(update_fields=["is_public"])
        _set_state(listing, Listing.State.LIVE)
    locked.state = State.APPROVED
    locked.save(update_fields=["state", "updated_at"])
    _write(locked, Kind.APPROVED, by)
    return locked


@transaction.atomic
def ask_for_changes(revision: Revision, by, remarks: dict[str, str]) -> Revision:
    """An officer asks the shop to change it; `remarks` are reasons in plain words by field (“pictures”, “general” too).

    Raises:
        NotNow: as `approve`, and when no reason is given.
    """
    locked = _lock_for_review(revision, by)
    remarks = {name: words.strip() for name, words in remarks.items() if words.strip()}
    if not remarks:
        raise NotNow(_("Say what is to be changed, so that the seller knows what to do."))
    locked.state = State.CHANGES_ASKED
    locked.save(update_fields=["state", "updated_at"])
    if not locked.is_of_published:
        _set_state(locked.listing, Listing.State.CHANGES_ASKED)
    _write(locked, Kind.CHANGES_ASKED, by, remarks)
    return locked


@transaction.atomic
def take_back(revision: Revision, by) -> Revision:
    """The shop wants to go on writing before an officer has looked at it."""
    locked = _lock(revision)
    if locked.state != State.SUBMITTED:
        raise NotNow(_("It is not waiting for review any more."))
    locked.state = State.DRAFT
    locked.save(update_fields=["state", "updated_at"])
    if not locked.is_of_published:
        _set_state(locked.listing, Listing.State.DRAFT)
    _write(locked, Kind.WITHDRAWN, by)
    return locked


@transaction.atomic
def discard(revision: Revision, by) -> None:
    """Throw away a draft; a product that was never seen goes with it, one that is live stays as it is."""
    locked = _lock(revision)
    if not locked.is_editable:
        raise NotNow(_("It is not a draft any more."))
    locked.state = State.WITHDRAWN
    locked.save(update_fields=["state", "updated_at"])
    _write(locked, Kind.WITHDRAWN, by)
    if locked.listing and locked.listing.published_at is None:
        _set_state(locked.listing, Listing.State.DRAFT)


@transaction.atomic
def pause(listing: Listing) -> None:
    """The shop takes a product off sale for a while."""
    locked = Listing.objects.select_for_update().get(pk=listing.pk)
    if locked.state == Listing.State.LIVE:
        _set_state(locked, Listing.State.PAUSED)


@transaction.atomic
def resume(listing: Listing) -> None:
    """A paused product is on sale again: it was reviewed before."""
    locked = Listing.objects.select_for_update().get(pk=listing.pk)
    if locked.state == Listing.State.PAUSED:
        _set_state(locked, Listing.State.LIVE)


def last_remarks(revision: Revision) -> dict[str, str]:
    """What an officer asked to be changed, by field; empty once it has been sent again."""
    if revision.state != State.CHANGES_ASKED:
        return {}
    asked = [event.remarks for event in revision.events.all() if event.kind == Kind.CHANGES_ASKED]
    return asked[-1] if asked else {}


def _set_state(listing: Listing, state: str) -> None:
    listing.state = state
    listing.save(update_fields=["state", "published_at", "updated_at"])


def _lock(revision: Revision) -> Revision:
    return (
        Revision.objects.select_for_update(of=("self",))
        .select_related("shop__commune__province", "shop__partner", "listing__product", "listing__shop")
        .get(pk=revision.pk)
    )


def _lock_for_review(revision: Revision, by) -> Revision:
    locked = _lock(revision)
    if not area_of(by).covers(locked.shop.commune):
        raise NotNow(_("This shop is not in your area."))
    if locked.shop.people.filter(user=by).exists():
        raise NotNow(_("You work in this shop; another officer must look at it."))
    if locked.state != State.SUBMITTED:
        raise NotNow(_("This is not waiting for review any more."))
    return locked


def _write(revision: Revision, kind: str, by, remarks: dict | None = None) -> None:
    event = ReviewEvent.objects.create(
        revision=revision, kind=kind, by=by, remarks=remarks or {}, content=revision.content
    )
    revision_reviewed.send(Revision, revision=revision, event=event)
