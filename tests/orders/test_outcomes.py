import pytest
from django.utils import timezone

from marketplace.orders.models import SellerOrder
from marketplace.orders.queries import became_sellers
from marketplace.shops.models import ShopPerson
from tests.factories import a_basket, a_listing, a_shop, a_user
from tests.orders.test_placement import place

pytestmark = pytest.mark.django_db


def test_who_works_in_a_shop_became_a_seller_and_its_first_order_is_her_first_sale():
    seller, other = a_user(), a_user()
    shop = a_shop()
    ShopPerson.objects.create(shop=shop, user=seller, role=ShopPerson.Role.OWNER)
    today = timezone.localdate()
    assert became_sellers([seller.pk, other.pk]) == {seller.pk: (today, None)}
    place(a_basket(a_listing(shop=shop)))
    assert became_sellers([seller.pk]) == {seller.pk: (today, today)}
    SellerOrder.objects.update(state=SellerOrder.State.CANCELLED)
    assert became_sellers([seller.pk]) == {seller.pk: (today, None)}
