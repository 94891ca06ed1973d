import pytest
from django.core import mail

from marketplace.accounts.roles import area_of
from marketplace.notifications.models import Notification
from marketplace.onboarding import services
from marketplace.onboarding.models import Paper, ShopApplication
from marketplace.onboarding.review import approve_application, ask_for_changes, reject
from marketplace.shops.models import PayoutAccount, Shop
from marketplace.shops.people import may
from marketplace.union.queries import applications_of
from tests.factories import a_commune, a_finance_person, a_user, an_officer
from tests.onboarding.factories import a_draft, a_paper, a_sent_application

pytestmark = pytest.mark.django_db

SEEN = {"seen": True}
State = ShopApplication.State


def test_approval_opens_the_shop_with_its_partner_owner_and_account(django_capture_on_commit_callbacks):
    application, officer = a_sent_application(), an_officer()
    with django_capture_on_commit_callbacks(execute=True):
        shop = approve_application(application, officer, SEEN)
    application.refresh_from_db()
    assert (application.state, application.shop, application.identity_way) == (State.APPROVED, shop, "officer")
    assert shop.is_open
    assert shop.identity_verified_at
    assert (shop.name, shop.slug, shop.partner.code) == ("Cơm cháy Sen", "com-chay-sen", "com-chay-sen")
    assert may(application.applicant, shop, "manage_people")
    account = PayoutAccount.objects.get(shop=shop)
    assert (account.number, str(account)) == ("3200205123456", "Agribank •••• 3456")
    assert [event.kind for event in application.events.all()][-2:] == ["identity_verified", "approved"]
    assert set(application.papers.values_list("state", flat=True)) == {Paper.State.ACCEPTED}
    assert Notification.objects.filter(user=application.applicant, template="application_approved").exists()


def test_approved_twice_is_approved_once():
    application, officer = a_sent_application(), an_officer()
    assert approve_application(application, officer, SEEN) == approve_application(application, officer, SEEN)
    assert Shop.objects.count() == 1


def test_two_shops_of_one_name_have_two_addresses():
    officer = an_officer()
    shops = [approve_application(a_sent_application(), officer, SEEN) for __ in range(3)]
    assert [shop.slug for shop in shops] == ["com-chay-sen", "com-chay-sen-2", "com-chay-sen-3"]


def test_nobody_sells_before_her_identity_is_verified():
    application = a_sent_application()
    with pytest.raises(services.NotAllowed):
        approve_application(application, an_officer(), {"seen": False})
    application.refresh_from_db()
    assert application.state == State.SUBMITTED
    assert not Shop.objects.exists()


@pytest.mark.parametrize("decide", [approve_application, lambda one, by, *__: reject(one, by, "không rõ")])
def test_only_an_officer_of_the_area_decides(decide):
    application = a_sent_application()
    elsewhere = an_officer(a_commune("Kim Sơn", "14638"))
    for person in (elsewhere, a_user(), a_finance_person(), application.applicant):
        with pytest.raises(services.NotAllowed):
            decide(application, person, SEEN)
    assert not applications_of(area_of(elsewhere)).exists()
    assert applications_of(area_of(an_officer(application.commune))).get() == application


def test_nobody_decides_on_her_own_application():
    officer = an_officer(phone_verified=True)
    application = a_sent_application(officer)
    with pytest.raises(services.NotAllowed):
        approve_application(application, officer, SEEN)


def test_remarks_stand_beside_the_fields_until_they_are_answered():
    application, officer = a_sent_application(), an_officer()
    ask_for_changes(application, officer, {"tax_code": "Thiếu số cuối", "id_front": "Ảnh bị lóa", "sells": " "})
    application.refresh_from_db()
    assert application.state == State.CHANGES_ASKED
    assert {remark.key for remark in application.remarks.all()} == {"tax_code", "id_front"}
    assert set(application.papers.values_list("kind", "state")) == {("id_front", "refused"), ("id_back", "accepted")}

    services.save_fields(application, "shop", {"tax_code": "037185001235"}, {}, application.applicant)
    assert [remark.key for remark in application.remarks.filter(answered_at=None)] == ["id_front"]
    a_paper(application, "id_front")
    assert not application.remarks.filter(answered_at=None).exists()

    services.submit(application, application.applicant, agrees=False)
    assert application.papers.kept().filter(state="waiting").count() == 1
    assert approve_application(application, officer, SEEN).is_open


def test_changes_are_asked_with_words_about_something_that_there_is():
    application, officer = a_sent_application(), an_officer()
    for remarks in ({}, {"tax_code": "  "}, {"password": "đổi"}):
        with pytest.raises(services.NotAllowed):
            ask_for_changes(application, officer, remarks)


def test_the_seller_is_told_of_what_is_asked(django_capture_on_commit_callbacks):
    application = a_sent_application(a_user(phone_verified=True, email="sen@example.com"))
    with django_capture_on_commit_callbacks(execute=True):
        ask_for_changes(application, an_officer(), {"tax_code": "Thiếu số cuối"})
    assert "Thiếu số cuối" in mail.outbox[0].body
    assert "http://testserver/sell/application/" in mail.outbox[0].body


def test_a_rejection_has_a_reason_and_she_may_begin_another():
    application, officer = a_sent_application(), an_officer()
    with pytest.raises(services.NotAllowed):
        reject(application, officer, " ")
    reject(application, officer, "Hàng không rõ nguồn gốc")
    assert application.events.last().detail == {"reason": "Hàng không rõ nguồn gốc"}
    assert services.start(application.applicant) != application


def test_a_draft_or_a_decided_application_cannot_be_decided():
    draft, officer = a_draft(), an_officer()
    with pytest.raises(services.NotAllowed):
        approve_application(draft, officer, SEEN)
    rejected = reject(a_sent_application(), officer, "không rõ")
    with pytest.raises(services.NotAllowed):
        approve_application(rejected, officer, SEEN)
