import pytest
from oscar.core.loading import get_model

from catalogue_ext.wishes import wish
from marketplace.accounts.addresses import save_address
from marketplace.accounts.models import User
from marketplace.customer.forms import AddressForm
from marketplace.notifications.models import NoticeSettings
from marketplace.orders.models import SellerOrder
from marketplace.orders.services import place_order
from marketplace.payments.methods import method_of
from tests.at_once import at_once
from tests.customer.helpers import BACKEND, PASSWORD, code_sent_by_mail, code_sent_by_sms, sign_in
from tests.factories import a_basket, a_commune, a_listing, a_recipient, a_user, the_country
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

UserAddress = get_model("address", "UserAddress")
ProductReview = get_model("reviews", "ProductReview")
Basket = get_model("basket", "Basket")
Line = get_model("basket", "Line")

PAGES = ["", "profile/", "orders/", "addresses/", "addresses/new/", "wishes/", "reviews/", "notices/"]


@pytest.fixture
def hanh(client):
    user = a_user(phone="0912345678", phone_verified=True)
    client.force_login(user, backend=BACKEND)
    the_country()
    return user


def an_order(user=None, *listings, state="new"):
    order = place_order(a_basket(*(listings or [a_listing()])), a_recipient(), method_of("cod"), user=user)
    SellerOrder.objects.filter(order=order).update(state=state)
    return order


def an_address(**fields):
    data = {
        "full_name": "Trần Thị Hạnh",
        "phone": "0912345678",
        "ward": a_commune().label,
        "address": "Số 5, thôn Văn Lâm",
    }
    return data | fields


# ---- pages ----


@pytest.mark.parametrize("page", PAGES)
def test_a_stranger_is_sent_to_sign_in_and_comes_back(client, page):
    assert client.get(f"/account/{page}").url == f"/accounts/login/?next=/account/{page}"


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_when_there_is_nothing_in_it(client, hanh, page):
    assert client.get(f"/account/{page}").status_code == 200
    assert client.get(f"/en/account/{page}").status_code == 200


@pytest.mark.parametrize("page", ["", "orders/"])
def test_the_count_of_queries_does_not_grow_with_her_orders(client, hanh, page):
    an_order(hanh)
    client.get("/account/")
    few = queries_of(client, f"/account/{page}")
    for _ in range(9):
        an_order(hanh)
    # The home shows two of her orders, however many there are: prefetching the second costs no query.
    assert queries_of(client, f"/account/{page}") <= few <= 20


# ---- orders ----


def test_she_sees_her_own_orders_only(client, hanh):
    hers, anothers, guests = an_order(hanh), an_order(a_user()), an_order()
    page = client.get("/account/orders/").content.decode()
    assert hers.number in page
    assert anothers.number not in page
    assert guests.number not in page
    assert f'data-order="{hers.number}"' in client.get(f"/account/orders/{hers.number}/", follow=True).content.decode()
    assert client.get(f"/account/orders/{anothers.number}/").status_code == 404


def test_an_order_of_a_guest_is_not_given_to_who_signs_up_with_its_phone_number(client, hanh):
    order = place_order(a_basket(a_listing()), a_recipient(phone=hanh.phone), method_of("cod"))
    assert client.get(f"/account/orders/{order.number}/").status_code == 404


# ---- profile ----


def test_she_changes_her_name_language_and_what_she_wants_to_hear(client, hanh):
    client.post("/account/profile/", {"full_name": "Trần Thị Hạnh Nguyên", "language": "en", "sms": "on"})
    user = User.objects.get()
    assert (user.full_name, user.first_name, user.language) == ("Trần Thị Hạnh Nguyên", "Nguyên", "en")
    settings = NoticeSettings.objects.get(user=user)
    assert (settings.sms, settings.email) == (True, False)


def test_a_profile_without_a_name_is_not_saved(client, hanh):
    page = client.post("/account/profile/", {"full_name": "", "language": "en"})
    assert "full_name" in page.context["form"].errors
    assert User.objects.get().full_name == "Trần Thị Hạnh"


def test_another_phone_number_counts_after_its_code(client):
    a_user(phone="0912345678", phone_verified=True)
    sign_in(client, "0912345678")
    is_it_you = client.post("/accounts/phone/change/", {"phone": "0987 654 321"}).url
    assert is_it_you.startswith("/accounts/reauthenticate/")
    assert client.post(is_it_you, {"password": PASSWORD}).url == "/accounts/phone/verify/"
    assert User.objects.get().phone == "+84912345678"
    client.post("/accounts/phone/verify/", {"code": code_sent_by_sms()})
    assert (User.objects.get().phone, User.objects.get().phone_verified) == ("+84987654321", True)


def test_an_email_address_counts_after_its_code(client):
    a_user(phone="0912345678", phone_verified=True)
    sign_in(client, "0912345678")
    is_it_you = client.post("/accounts/email/", {"email": "hanh@example.com", "action_add": "1"}).url
    client.post(is_it_you, {"password": PASSWORD})
    assert User.objects.get().email is None
    client.post("/accounts/confirm-email/", {"code": code_sent_by_mail()})
    assert User.objects.get().email == "hanh@example.com"


# ---- addresses ----


def test_the_first_address_is_used_first_and_fills_in_the_checkout(client, hanh):
    client.post("/account/addresses/new/", an_address())
    address = UserAddress.objects.get()
    assert address.is_default_for_shipping
    client.post(f"/basket/add/{a_listing().product_id}/", {"quantity": 1})
    initial = client.get("/checkout/").context["form"].initial
    assert (initial["ward"], initial["address"]) == (a_commune().label, "Số 5, thôn Văn Lâm")


def test_the_same_address_twice_stays_one(client, hanh):
    for _ in range(2):
        client.post("/account/addresses/new/", an_address())
    assert UserAddress.objects.count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_an_address_that_is_sent_twice_at_once_is_written_once(hanh):
    address = an_address()
    assert at_once(hanh, lambda her: her.post("/account/addresses/new/", address)) == [302, 302]
    assert UserAddress.objects.get().is_default_for_shipping


def test_there_is_always_one_address_that_is_used_first(client, hanh):
    client.post("/account/addresses/new/", an_address())
    client.post("/account/addresses/new/", an_address(address="Số 9", is_default="on"))
    first, second = UserAddress.objects.order_by("pk")
    assert (first.is_default_for_shipping, second.is_default_for_shipping) == (False, True)
    client.post(f"/account/addresses/{second.pk}/remove/")
    first.refresh_from_db()
    assert first.is_default_for_shipping
    client.post(f"/account/addresses/{first.pk}/", an_address(address="Số 6"))
    first.refresh_from_db()
    assert (first.line1, first.is_default_for_shipping) == ("Số 6", True)


def test_an_address_that_became_the_same_as_another_is_merged_into_it(client, hanh):
    client.post("/account/addresses/new/", an_address())
    client.post("/account/addresses/new/", an_address(address="Số 9"))
    second = UserAddress.objects.order_by("pk").last()
    client.post(f"/account/addresses/{second.pk}/", an_address())
    assert [address.line1 for address in UserAddress.objects.all()] == ["Số 5, thôn Văn Lâm"]


def test_another_persons_address_is_not_found(client, hanh):
    other = a_user()
    form = AddressForm(an_address())
    assert form.is_valid()
    address = save_address(other, form.place(), is_default=True)
    assert client.get(f"/account/addresses/{address.pk}/").status_code == 404
    assert client.post(f"/account/addresses/{address.pk}/remove/").status_code == 404
    assert UserAddress.objects.count() == 1


def test_an_unknown_commune_is_said_beside_the_field(client, hanh):
    page = client.post("/account/addresses/new/", an_address(ward="xyzxyz"))
    assert list(page.context["form"].errors) == ["ward"]
    assert not UserAddress.objects.exists()


# ---- wishes ----


def test_the_heart_keeps_a_product_once_and_lets_it_go(client, hanh):
    listing = a_listing("Cơm cháy")
    for _ in range(2):
        client.post(f"/account/wishes/{listing.slug}/")
    assert [card.slug for card in client.get("/account/wishes/").context["cards"]] == [listing.slug]
    client.post(f"/account/wishes/{listing.slug}/", {"wished": "0"})
    assert client.get("/account/wishes/").context["cards"] == []


def test_a_long_wish_list_has_pages_with_the_newest_wish_first(client, hanh):
    listings = [a_listing() for _ in range(25)]
    for listing in listings:
        wish(hanh, listing.product)
    first, second = (client.get(f"/account/wishes/?page={page}").context["cards"] for page in (1, 2))
    assert [card.slug for card in first + second] == [listing.slug for listing in reversed(listings)]
    assert len(second) == 1
    here = {"wished": "0", "next": "/account/wishes/?page=2"}
    page = client.post(f"/account/wishes/{second[0].slug}/", here, follow=True)
    assert [card.slug for card in page.context["cards"]] == [card.slug for card in first]


def test_the_heart_answers_a_script_in_json_and_a_page_by_going_back(client, hanh):
    listing = a_listing("Cơm cháy")
    answer = client.post(f"/account/wishes/{listing.slug}/", headers={"Accept": "application/json"})
    assert answer.json()["wished"] is True
    answer = client.post(f"/account/wishes/{listing.slug}/", {"next": "/search/?q=com"})
    assert answer.url == "/search/?q=com"
    answer = client.post(f"/account/wishes/{listing.slug}/", {"next": "https://evil.example/"})
    assert answer.url == listing.get_absolute_url()


def test_what_a_guest_wished_is_kept_when_she_has_signed_in(client):
    a_user(phone="0912345678", phone_verified=True)
    listing = a_listing()
    to_sign_in = client.get(f"/account/wishes/{listing.slug}/").url
    assert to_sign_in == f"/accounts/login/?next=/account/wishes/{listing.slug}/"
    back = sign_in(client, "0912345678", next=f"/account/wishes/{listing.slug}/").url
    assert client.get(back).url == listing.get_absolute_url()
    assert len(client.get("/account/wishes/").context["cards"]) == 1


def test_a_link_from_elsewhere_wishes_nothing(client, hanh):
    client.get(f"/account/wishes/{a_listing().slug}/")
    assert client.get("/account/wishes/").context["cards"] == []


def test_what_is_not_on_sale_cannot_be_wished(client, hanh):
    assert client.post(f"/account/wishes/{a_listing(state='draft').slug}/").status_code == 404


def test_the_count_of_queries_does_not_grow_with_the_wishes(client, hanh):
    client.post(f"/account/wishes/{a_listing().slug}/")
    client.get("/account/wishes/")
    few = queries_of(client, "/account/wishes/")
    for _ in range(9):
        client.post(f"/account/wishes/{a_listing().slug}/")
    client.get("/account/wishes/")
    assert queries_of(client, "/account/wishes/") == few


# ---- reviews ----

WORDS = {"score": "5", "title": "Giòn và thơm", "body": "Cả nhà thích."}


def test_who_received_a_product_writes_about_it_once_and_may_change_it(client, hanh):
    listing = a_listing()
    an_order(hanh, listing, state="delivered")
    assert [card.slug for card in client.get("/account/reviews/").context["to_review"]] == [listing.slug]
    client.post(f"/account/reviews/{listing.slug}/", WORDS)
    client.post(f"/account/reviews/{listing.slug}/", WORDS | {"score": "3"})
    review = ProductReview.objects.get()
    assert (review.score, review.user, review.product_id) == (3, hanh, listing.product_id)
    listing.refresh_from_db()
    assert (listing.rating, listing.num_reviews) == (3, 1)
    assert client.get("/account/reviews/").context["to_review"] == []


@pytest.mark.parametrize("state", ["new", "handed_over", "cancelled"])
def test_who_has_not_received_it_cannot_write_about_it(client, hanh, state):
    listing = a_listing()
    an_order(hanh, listing, state=state)
    assert client.post(f"/account/reviews/{listing.slug}/", WORDS).status_code == 404
    assert not ProductReview.objects.exists()


def test_a_delivered_parcel_of_one_shop_says_nothing_about_another_shops(client, hanh):
    received, waited_for = a_listing(), a_listing()
    order = an_order(hanh, received, waited_for)
    order.seller_orders.filter(shop=received.shop).update(state="delivered")
    assert [card.slug for card in client.get("/account/reviews/").context["to_review"]] == [received.slug]


def test_oscars_own_address_for_reviews_leads_to_ours(client, hanh):
    listing = a_listing()
    address = f"/catalogue/{listing.slug}_{listing.product_id}/reviews/"
    assert client.get(f"{address}add/").url == f"/account/reviews/{listing.slug}/"
    assert client.post(f"{address}add/", WORDS, follow=True).status_code == 404


def test_all_reviews_of_a_product_are_read_on_pages_of_their_own(client, hanh):
    listing = a_listing("Cơm cháy")
    address = f"/catalogue/{listing.slug}_{listing.product_id}/reviews/"
    assert "Chưa có đánh giá" in client.get(address).content.decode()
    assert client.get(address.replace(listing.slug, "com-khac")).url == address
    approved = {"product": listing.product, "score": 4, "body": "Giòn.", "status": ProductReview.APPROVED}
    for number in range(25):
        ProductReview.objects.create(user=a_user(), title=f"Ngon {number}", **approved)
    ProductReview.objects.create(
        user=a_user(), title="Chờ duyệt", **approved | {"status": ProductReview.FOR_MODERATION}
    )
    product = client.get(listing.get_absolute_url()).content.decode()
    assert (product.count("Giòn."), f'href="{address}"' in product) == (10, True)
    pages = [client.get(f"{address}?page={page}").context["reviews"] for page in (1, 2)]
    assert [review.title for page in pages for review in page] == [f"Ngon {number}" for number in reversed(range(25))]


# ---- basket ----


def test_her_basket_is_kept_and_merged_when_she_signs_in(client):
    user = a_user(phone="0912345678", phone_verified=True)
    old, new = a_listing(), a_listing()
    a_basket((old, 2), owner=user)
    client.post(f"/basket/add/{new.product_id}/", {"quantity": 1})
    client.post(f"/basket/add/{old.product_id}/", {"quantity": 1})
    sign_in(client, "0912345678")
    client.get("/basket/")
    lines = Line.objects.filter(basket__owner=user, basket__status=Basket.OPEN)
    assert {(line.product_id, line.quantity) for line in lines} == {(old.product_id, 2), (new.product_id, 1)}


# ---- hearts ----


def test_a_guests_heart_leads_to_signing_in_and_hers_shows_what_she_wished(client):
    listing = a_listing()
    assert f'<a class="heart heart--large" href="/account/wishes/{listing.slug}/"' in (
        client.get(listing.get_absolute_url()).content.decode()
    )
    client.force_login(a_user(), backend=BACKEND)
    assert 'aria-pressed="false"' in client.get(listing.get_absolute_url()).content.decode()
    client.post(f"/account/wishes/{listing.slug}/")
    assert 'aria-pressed="true"' in client.get(listing.get_absolute_url()).content.decode()


def test_hearts_take_one_query_a_page(client, hanh):
    listing = a_listing()
    client.get("/shops/")
    address = listing.shop.get_absolute_url()
    client.get(address)
    few = queries_of(client, address)
    for _ in range(9):
        a_listing(shop=listing.shop)
    client.get(address)
    assert queries_of(client, address) == few
