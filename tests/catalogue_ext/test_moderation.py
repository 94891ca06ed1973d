import contextlib
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from catalogue_ext import drafts, moderation
from catalogue_ext.drafts import NotEditable
from catalogue_ext.models import Listing, ReviewEvent, Revision
from catalogue_ext.moderation import NotComplete, NotNow
from marketplace.history import CannotRewrite
from marketplace.partner.strategy import MarketplaceStrategy
from marketplace.pictures.uploads import NotAPicture
from tests.catalogue_ext.factories import a_draft, a_photo, a_seller, a_submitted, an_approved, an_officer, typed
from tests.factories import a_commune, a_listing, a_shop

pytestmark = pytest.mark.django_db


def test_a_draft_that_arrives_twice_is_one_draft():
    shop, client_id = a_shop(), uuid.uuid4()
    for __ in range(2):
        drafts.save_draft(shop, client_id, {"title": "Cơm cháy"}, None, typed_at=10)
    assert Revision.objects.get().content["title"] == "Cơm cháy"


def test_an_older_version_of_a_draft_does_not_undo_a_newer_one():
    shop, client_id = a_shop(), uuid.uuid4()
    drafts.save_draft(shop, client_id, {"title": "Cơm cháy chà bông"}, None, typed_at=20)
    drafts.save_draft(shop, client_id, {"title": "Cơm"}, None, typed_at=10)
    assert Revision.objects.get().title == "Cơm cháy chà bông"


def test_two_shops_may_hold_drafts_of_the_same_id():
    client_id = uuid.uuid4()
    for shop in (a_shop(), a_shop()):
        drafts.save_draft(shop, client_id, {"title": shop.name}, None)
    assert Revision.objects.count() == 2


def test_a_picture_that_arrives_twice_is_one_picture():
    revision, client_id = a_draft(pictures=0), uuid.uuid4()
    first = drafts.add_picture(revision, client_id, a_photo())
    assert drafts.add_picture(revision, client_id, a_photo()) == first
    assert revision.pictures.count() == 1


def test_the_picture_chosen_as_the_cover_comes_first():
    revision = a_draft(pictures=3)
    last = revision.pictures.last()
    drafts.make_cover(last)
    assert revision.pictures.first() == last


def test_a_new_product_is_seen_only_after_its_review():
    revision = a_submitted()
    listing = revision.listing
    assert listing.state == Listing.State.SUBMITTED
    assert not Listing.objects.on_sale().exists()
    assert not MarketplaceStrategy().fetch_for_product(listing.product).availability.is_available_to_buy
    moderation.approve(revision, an_officer())
    listing = Listing.objects.on_sale().get()
    assert listing.published_at
    assert (listing.price, listing.num_available, listing.weight_grams) == (45_000, 20, 230)
    assert listing.product.images.count() == 1
    assert MarketplaceStrategy().fetch_for_product(listing.product).availability.is_available_to_buy


def test_a_draft_sent_twice_waits_once():
    revision = a_draft()
    moderation.submit(revision, None)
    moderation.submit(revision, None)
    assert ReviewEvent.objects.filter(kind="submitted").count() == 1
    assert Listing.objects.count() == 1


def test_a_draft_without_a_picture_or_a_price_says_so():
    with pytest.raises(NotComplete) as told:
        moderation.submit(a_draft(pictures=0, price="rẻ"), None)
    assert told.value.pictures
    assert "price" in told.value.form.errors
    assert not Listing.objects.exists()


def test_what_is_sent_cannot_be_changed_under_the_officer():
    revision = a_submitted()
    with pytest.raises(NotEditable):
        drafts.save_draft(revision.shop, revision.client_id, {"title": "Vàng"}, None, typed_at=99)
    with pytest.raises(NotEditable):
        drafts.remove_picture(revision.pictures.get())


def test_a_picture_that_is_still_on_its_way_when_the_draft_is_sent_is_not_slipped_in():
    revision = a_draft(pictures=2)
    kept = revision.pictures.select_related("revision").first()  # both as they were before it was sent
    moderation.submit(revision, None)
    for act in (
        lambda: drafts.add_picture(revision, uuid.uuid4(), a_photo()),
        lambda: drafts.crop(kept, 0, 0, 200, 1),
        lambda: drafts.make_cover(kept),
        lambda: drafts.remove_picture(kept),
    ):
        with pytest.raises(NotEditable):
            act()
    assert [one.zoom for one in revision.pictures.all()] == [100, 100]


def test_pictures_that_come_side_by_side_are_no_more_than_a_product_may_have(monkeypatch):
    revision = a_draft(pictures=drafts.MOST_PICTURES - 1)
    read, others = drafts.read_picture, iter([uuid.uuid4()])

    def read_while_another_comes(file):
        for other in others:
            drafts.add_picture(revision, other, a_photo())
        return read(file)

    monkeypatch.setattr(drafts, "read_picture", read_while_another_comes)
    with pytest.raises(NotAPicture):
        drafts.add_picture(revision, uuid.uuid4(), a_photo())
    assert revision.pictures.count() == drafts.MOST_PICTURES


def test_the_seller_is_told_what_to_change_and_sends_it_again():
    revision = a_submitted()
    officer = an_officer()
    revision = moderation.ask_for_changes(revision, officer, {"title": "Ghi rõ khối lượng", "pictures": " "})
    assert moderation.last_remarks(revision) == {"title": "Ghi rõ khối lượng"}
    assert Listing.objects.get().state == Listing.State.CHANGES_ASKED
    drafts.save_draft(revision.shop, revision.client_id, {"title": "Cơm cháy gói 230 g"}, None, typed_at=1)
    revision = moderation.submit(revision, None)
    assert moderation.last_remarks(revision) == {}
    moderation.approve(revision, officer)
    assert Listing.objects.on_sale().get().product.title == "Cơm cháy gói 230 g"
    assert [event.kind for event in revision.events.all()] == ["submitted", "changes_asked", "submitted", "approved"]


def test_the_live_version_stays_while_its_edit_is_reviewed():
    listing = an_approved().listing
    revision = drafts.begin_edit(listing, None)
    drafts.save_draft(listing.shop, revision.client_id, {"title": "Cơm cháy mới"}, None, typed_at=1)
    drafts.add_picture(revision, uuid.uuid4(), a_photo())
    moderation.submit(revision, None)
    live = Listing.objects.on_sale().get()
    assert live.product.title == "Cơm cháy chà bông"
    assert live.product.images.count() == 1
    moderation.approve(revision, an_officer())
    live = Listing.objects.on_sale().get()
    assert live.product.title == "Cơm cháy mới"
    assert live.product.images.count() == 2
    assert live.slug == listing.slug


def test_an_edit_under_review_leaves_price_and_stock_alone():
    listing = an_approved().listing
    revision = moderation.submit(drafts.begin_edit(listing, None), None)
    record = listing.product.stockrecords.get()
    record.price, record.num_in_stock = 50_000, 3
    record.save()
    moderation.approve(revision, an_officer())
    listing.refresh_from_db()
    assert (listing.price, listing.num_available) == (50_000, 3)


def test_a_product_has_one_open_edit():
    listing = an_approved().listing
    assert drafts.begin_edit(listing, None) == drafts.begin_edit(listing, None)


def test_only_an_officer_of_the_area_reviews():
    revision = a_submitted(a_shop(commune=a_commune("Kim Sơn", "14638")))
    elsewhere = an_officer(a_commune("Hoa Lư", "14329"))
    for person in (elsewhere, a_seller()):
        with pytest.raises(NotNow):
            moderation.approve(revision, person)
    assert not Listing.objects.on_sale().exists()


def test_an_officer_does_not_review_her_own_shop():
    officer = an_officer()
    revision = a_submitted()
    revision.shop.people.create(user=officer, role="manager")
    with pytest.raises(NotNow):
        moderation.approve(revision, officer)


def test_history_is_not_rewritten():
    event = a_submitted().events.get()
    event.kind = "approved"
    with pytest.raises(CannotRewrite):
        event.save()
    with pytest.raises(CannotRewrite):
        event.delete()


CERTIFICATE = {
    "ocop_stars": "4",
    "ocop_number": "12/QĐ-UBND",
    "ocop_issued": "2025-11-01",
    "ocop_expires": "2028-11-01",
}


def test_a_certificate_shows_once_an_officer_has_seen_it_and_goes_when_it_runs_out(monkeypatch):
    officer = an_officer()
    listing = moderation.approve(a_submitted(**CERTIFICATE), officer).listing
    certificate = listing.certificates.get()
    assert certificate.seen_by == officer
    assert Listing.objects.get().ocop_stars == 4
    certificate.expires_on = timezone.localdate() - timedelta(days=1)
    certificate.save()
    assert Listing.objects.get().ocop_stars is None


def test_two_products_cannot_show_the_same_certificate():
    an_approved(**CERTIFICATE)
    with pytest.raises(NotComplete) as told:
        a_submitted(**CERTIFICATE)
    assert "ocop_number" in told.value.form.errors


def test_a_paused_product_is_off_sale_until_it_is_resumed():
    listing = an_approved().listing
    moderation.pause(listing)
    assert not Listing.objects.on_sale().exists()
    moderation.resume(listing)
    assert Listing.objects.on_sale().exists()


def test_a_product_that_was_never_reviewed_cannot_be_resumed():
    listing = a_submitted().listing
    moderation.resume(listing)
    assert not Listing.objects.on_sale().exists()


class Review(RuleBasedStateMachine):
    """Whatever shop and officer do, in whatever order: nothing is live that was not approved as it stands."""

    def __init__(self):
        super().__init__()
        self.officer = an_officer()
        self.revision = a_draft(category=typed()["category"])
        self.approved = None

    def try_to(self, act, *args):
        with contextlib.suppress(NotNow, NotComplete, NotEditable):
            self.revision = act(self.revision, *args) or self.revision
        self.revision.refresh_from_db()

    @rule(title=st.sampled_from(["Cơm cháy", "Cơm cháy mắm hành", "Bánh đa", ""]))
    def write(self, title):
        self.try_to(lambda one: drafts.save_draft(one.shop, one.client_id, {"title": title}, None))

    @rule()
    def send(self):
        self.try_to(moderation.submit, None)

    @rule()
    def approve(self):
        waiting = self.revision.state == Revision.State.SUBMITTED
        self.try_to(moderation.approve, self.officer)
        if waiting:
            self.approved = self.revision.content["title"]

    @rule()
    def ask(self):
        self.try_to(moderation.ask_for_changes, self.officer, {"title": "Viết rõ hơn"})

    @rule()
    def take_back(self):
        self.try_to(moderation.take_back, None)

    @precondition(lambda self: self.approved)
    @rule()
    def edit(self):
        self.revision = drafts.begin_edit(self.revision.listing, None)

    @invariant()
    def only_what_was_approved_is_seen(self):
        on_sale = Listing.objects.on_sale().filter(shop=self.revision.shop)
        titles = list(on_sale.values_list("product__title", flat=True))
        assert titles == ([self.approved] if self.approved else [])


def test_nothing_is_live_that_was_not_approved():
    run_state_machine_as_test(
        Review,
        settings=settings(
            max_examples=12, stateful_step_count=10, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


def test_a_listing_of_oscars_own_screens_can_be_edited_too():
    listing = a_listing("Chiếu cói", price=250_000)
    revision = drafts.begin_edit(listing, None)
    assert revision.content["title"] == "Chiếu cói"
    assert revision.content["price"] == "250.000"
