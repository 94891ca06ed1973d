"""Changes reach Elasticsearch, none is lost, and nothing fails while the index is made anew."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from catalogue_ext.search import checking, outbox, rebuilding
from catalogue_ext.search.documents import documents
from catalogue_ext.search.engine import search
from catalogue_ext.search.engines import elastic_index
from catalogue_ext.search.engines.elastic_index import read_alias
from catalogue_ext.search.indexing import reindexed_once
from catalogue_ext.search.models import IndexChange, SearchEntry, SearchTitle
from catalogue_ext.search.tasks import follow_certificates
from catalogue_ext.search.types import SearchQuery
from marketplace.shops.models import Shop
from tests.factories import a_category, a_listing

pytestmark = [pytest.mark.django_db, pytest.mark.elasticsearch, pytest.mark.usefixtures("elasticsearch")]


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """What happens in `with committed():` is committed, and its jobs have run."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def listing(committed):
    with committed():
        return a_listing("Cơm cháy chà bông", price=45_000, stock=5)


def found(text="com chay", **fields):
    page = search(SearchQuery(text, **fields))
    assert page.engine == "elasticsearch"
    return list(page.ids)


def test_a_new_listing_is_found_at_once(listing):
    assert found() == [listing.pk]
    assert not IndexChange.objects.exists()


def test_price_and_stock_are_followed(listing, committed):
    record = listing.product.stockrecords.get()
    with committed():
        record.price, record.num_in_stock = 90_000, 0
        record.save()
    assert found(price_min=80_000) == [listing.pk]
    assert found(in_stock=True) == []


def test_an_act_of_many_writes_is_told_once_at_its_end(listing, committed):
    with committed(), reindexed_once():
        for words in ("Nem chua", "Nem nắm"):
            listing.product.title = words
            listing.product.save()
            listing.save()
        assert SearchTitle.objects.get().title == "cơm cháy chà bông"
        assert not IndexChange.objects.exists()
    assert SearchTitle.objects.get().title == "nem nắm"
    assert found("nem nam") == [listing.pk]


def test_an_act_that_fails_leaves_nothing_to_be_told(listing):
    @reindexed_once()
    def fail():
        a_listing("Nem nắm")
        Shop.objects.get(pk=0)

    with pytest.raises(Shop.DoesNotExist):
        fail()
    assert SearchTitle.objects.get().title == "cơm cháy chà bông"
    listing.save()
    assert IndexChange.objects.count() == 1


def suspend(listing):
    listing.shop.state = Shop.State.SUSPENDED
    listing.shop.save()


def pause(listing):
    listing.state = "paused"
    listing.save()


def hide(listing):
    listing.product.is_public = False
    listing.product.save()


def delete(listing):
    listing.product.delete()


@pytest.mark.parametrize("act", [suspend, pause, hide, delete])
def test_what_may_not_be_bought_any_more_is_gone(listing, committed, act):
    assert found() == [listing.pk]
    with committed():
        act(listing)
    assert found() == []
    assert checking.check(None)[1].all == set()


def test_a_name_of_the_shop_or_category_is_followed(listing, committed):
    with committed():
        listing.product.categories.add(a_category("Quà vặt"))
        listing.shop.partner.name = "HTX Hương Quê"
        listing.shop.partner.save()
    assert found("huong que") == found("qua vat") == [listing.pk]


def test_a_certificate_that_lapsed_counts_no_more(committed):
    with committed():
        listing = a_listing("Cơm cháy", stars=4)
    certificate = listing.certificates.get()
    type(certificate).objects.filter(pk=certificate.pk).update(expires_on=timezone.localdate() - timedelta(days=1))
    SearchEntry.objects.update(stars_until=timezone.localdate() - timedelta(days=1))
    assert found(stars=(4,)) == [listing.pk]  # nobody saw the day turn yet
    with committed():
        follow_certificates()
    assert found(stars=(4,)) == []


def test_changes_may_arrive_twice_and_out_of_order(listing):
    later = elastic_index.now_version()
    earlier = later - 1
    old = list(documents([listing.pk]))
    listing.product.title = "Bánh đa"
    listing.product.save()
    new = list(documents([listing.pk]))
    assert elastic_index.write_documents([read_alias()], new, (), later) == set()
    assert elastic_index.write_documents([read_alias()], new, (), later) == set()
    assert elastic_index.write_documents([read_alias()], old, (), earlier) == {listing.pk}
    assert found("banh da") == [listing.pk]


def test_a_deletion_is_not_undone_by_a_late_change(listing):
    old = list(documents([listing.pk]))
    earlier = elastic_index.now_version()
    elastic_index.write_documents([read_alias()], (), [listing.pk], earlier + 1)
    assert elastic_index.write_documents([read_alias()], old, (), earlier) == {listing.pk}


def test_changes_wait_while_there_is_no_answer_and_are_caught_up(settings, committed):
    right, settings.ELASTICSEARCH_URL = settings.ELASTICSEARCH_URL, "http://127.0.0.1:9"
    with committed():
        listing = a_listing("Cơm cháy")
    assert outbox.waiting()[0] > 0
    settings.ELASTICSEARCH_URL = right
    outbox.send_changes()
    assert outbox.waiting()[0] == 0
    assert checking.check(None)[1].all == set()
    assert search(SearchQuery("com chay", page_size=5)).ids == (listing.pk,)


def test_a_rebuild_misses_no_change_and_fails_no_search(listing, committed, monkeypatch):
    before = elastic_index.indices_of(read_alias())
    answers = []

    def meanwhile(number):
        """All listings are read, the old index still answers: one more comes, one changes."""
        with committed():
            a_listing("Cơm cháy mắm hành")
            listing.product.title = "Cơm cháy siêu ruốc"
            listing.product.save()
        answers.append(len(found()))

    rebuilding.rebuild(meanwhile)
    assert answers == [2]
    assert elastic_index.indices_of(read_alias()) != before
    assert found("sieu ruoc") == [listing.pk]
    assert [bool(drift) for drift in checking.check(None)] == [False, False]
    assert elastic_index.indices_of(elastic_index.building_alias()) == []


def test_a_rebuild_that_breaks_off_leaves_what_was_there(listing):
    before = elastic_index.indices_of(read_alias())
    with pytest.raises(ZeroDivisionError):
        rebuilding.rebuild(lambda number: 1 / 0)
    assert elastic_index.indices_of(read_alias()) == before
    assert found() == [listing.pk]
    rebuilding.rebuild()
    assert found() == [listing.pk]


def run(*arguments):
    out = StringIO()
    call_command("search", *arguments, stdout=out)
    return out.getvalue()


def test_check_finds_drift_and_mends_it(listing, committed):
    with committed():
        other = a_listing("Mắm tép")
    elastic_index.write_documents([read_alias()], (), [other.pk], elastic_index.now_version())
    SearchEntry.objects.filter(pk=listing.pk).update(price=1)
    with pytest.raises(CommandError, match="mended"):
        run("check")
    assert "0 missing, 0 too many, 0 different" in run("check")


def test_status_says_which_engine_answers(listing):
    assert "engine    elasticsearch" in run("status")
    assert "0 changes" in run("status")
