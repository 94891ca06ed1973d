"""The demo's orders: placed once, in many states, with sums that agree."""

import pytest
from django.core.management import call_command
from django.db.models import Sum

from marketplace.orders.models import Carrier, DeliveryRate, ReturnRequest, SellerOrder


@pytest.mark.django_db
def test_the_carriers_and_the_prices_are_loaded_once_and_changes_stay():
    call_command("load_delivery")
    DeliveryRate.objects.filter(zone="country").update(price=99_000)
    carriers, rates = Carrier.objects.count(), DeliveryRate.objects.count()
    call_command("load_delivery")
    assert (Carrier.objects.count(), DeliveryRate.objects.count()) == (carriers, rates)
    assert DeliveryRate.objects.filter(zone="country", price=99_000).exists()
    assert all("{number}" in carrier.tracking_url for carrier in Carrier.objects.all())


@pytest.mark.timeout(900)
@pytest.mark.django_db
def test_the_demo_has_orders_in_many_states_and_no_more_the_second_time(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    call_command("load_demo", no_pictures=True)
    number = SellerOrder.objects.count()
    assert set(SellerOrder.objects.values_list("state", flat=True)) == set(SellerOrder.State.values)
    assert set(ReturnRequest.objects.values_list("state", flat=True)) == {"asked", "accepted", "declined", "disputed"}
    assert ReturnRequest.objects.filter(pictures__isnull=False).exists()
    sums = SellerOrder.objects.aggregate(total=Sum("total"), goods=Sum("goods_total"), fees=Sum("delivery_fee"))
    assert sums["total"] == sums["goods"] + sums["fees"]
    call_command("load_demo", no_pictures=True)
    assert SellerOrder.objects.count() == number
