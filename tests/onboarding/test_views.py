from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from marketplace.onboarding import services
from marketplace.onboarding.models import Item, Paper, PaperAccess, Requirement, ShopApplication
from tests.factories import a_commune, a_finance_person, a_shop, a_shop_person, a_user, an_officer
from tests.onboarding.factories import a_draft, a_paper, a_photo, a_sent_application, a_whole_draft
from tests.pictures.samples import png_of

pytestmark = pytest.mark.django_db


def step(name):
    return reverse("sell:step", args=[name])


def test_a_guest_reads_what_it_takes_and_is_asked_to_sign_up(client):
    page = client.get("/sell/").content.decode()
    assert "Bán những gì chị làm ra" in page
    assert "/accounts/signup/?next=/sell/" in page
    assert client.post(reverse("sell:application")).url.startswith("/accounts/login/")


def test_who_has_not_begun_is_led_to_the_beginning(client):
    client.force_login(a_user())
    assert client.get(reverse("sell:application")).url == "/sell/"
    assert client.get(step("shop")).url == "/sell/"
    assert client.post(reverse("sell:application")).url == step("you")
    assert ShopApplication.objects.exists()


def test_a_new_seller_goes_through_all_steps_without_script(client):
    a_commune("Kim Sơn", "14638")
    client.force_login(a_user(phone_verified=True, full_name="Nguyễn Thị Sen"))
    client.post(reverse("sell:application"))
    assert client.post(
        step("you"), {"full_name": "Nguyễn Thị Sen", "position": "chủ hộ", "phone": "0912345678"}
    ).url == reverse("sell:phone")
    application = ShopApplication.objects.get()
    services.save_fields(application, "you", {"phone": application.applicant.phone}, {}, application.applicant)
    shop = {"legal_form": "individual", "shop_name": "Mắm tép Sen", "sells": "mắm tép", "tax_code": "037185001234"}
    assert client.post(step("shop"), shop).url == step("place")
    assert client.post(step("place"), {"commune": "Phường Kim Sơn", "address_line": "Xóm 3"}).url == step("papers")
    for kind in (Item.ID_FRONT, Item.ID_BACK):
        client.post(reverse("sell:paper-add", args=[kind]), {"file": a_photo()})
    bank = {"bank_bin": "970405", "account_number": "3200205123456", "account_holder": "NGUYEN THI SEN"}
    assert client.post(step("bank"), bank).url == reverse("sell:application")
    client.post(reverse("sell:submit"), {"agrees": "on"})
    application.refresh_from_db()
    assert application.state == "submitted"
    assert "Đến lượt Hội" in client.get(reverse("sell:application")).content.decode()


def test_an_error_stands_beside_its_field_and_the_rest_is_saved(client):
    application = services.start(a_user())
    client.force_login(application.applicant)
    page = client.post(step("shop"), {"legal_form": "individual", "shop_name": "Sen", "sells": "cói", "tax_code": "12"})
    assert page.status_code == 200
    assert 'value="12"' in page.content.decode()
    assert "Mã số thuế có 10, 12 hoặc 13 chữ số" in page.content.decode()
    application.refresh_from_db()
    assert application.shop_name == "Sen"
    assert 'value="12"' in client.get(step("shop")).content.decode()


def test_what_she_types_is_saved_on_the_way_and_found_on_another_phone(client):
    application = services.start(a_user())
    client.force_login(application.applicant)
    answer = client.post(reverse("sell:save", args=["shop"]), {"shop_name": "Cói Kim S", "tax_code": "01012"})
    assert answer.json()["saved"]
    assert "tax_code" in answer.json()["errors"]
    other = Client()
    other.force_login(application.applicant)
    page = other.get(step("shop")).content.decode()
    assert 'value="Cói Kim S"' in page
    assert 'value="01012"' in page


def test_saving_after_it_was_sent_says_no(client):
    application = a_sent_application()
    client.force_login(application.applicant)
    answer = client.post(reverse("sell:save", args=["shop"]), {"shop_name": "Khác"})
    assert answer.status_code == 409
    assert not answer.json()["saved"]


def test_remarks_are_shown_beside_the_field(client):
    application = a_draft()
    application.remarks.create(key="tax_code", text="Thiếu số cuối", by=an_officer())
    client.force_login(application.applicant)
    assert "Thiếu số cuối" in client.get(step("shop")).content.decode()


def test_the_pages_take_the_same_queries_with_one_paper_and_with_six(client):
    application = a_draft()
    client.force_login(application.applicant)
    a_paper(application)

    def count():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(step("papers")).status_code == 200
        return len(queries)

    count()
    before = count()
    for __ in range(5):
        a_paper(application)
    assert count() == before


# ---- papers ----


def test_a_paper_is_read_by_its_owner_and_the_officers_of_her_area_only(client):
    application = a_sent_application()
    paper = application.papers.first()
    shop = a_shop()
    answers = {
        None: 302,
        application.applicant: 200,
        an_officer(application.commune): 200,
        an_officer(): 200,
        a_user(is_superuser=True, is_staff=True): 200,
        an_officer(a_commune("Kim Sơn", "14638")): 404,
        a_user(): 404,
        a_finance_person(): 404,
        a_shop_person(shop): 404,
    }
    for person, status in answers.items():
        client.logout()
        if person:
            client.force_login(person)
        assert client.get(reverse("sell:paper", args=[paper.key])).status_code == status, person


def test_a_draft_is_no_business_of_the_officers_yet(client):
    paper = a_paper(a_draft())
    client.force_login(an_officer())
    assert client.get(reverse("sell:paper", args=[paper.key])).status_code == 404


def test_every_look_at_a_paper_is_written_down(client):
    paper, officer = a_sent_application().papers.first(), an_officer()
    client.force_login(officer)
    response = client.get(reverse("sell:paper", args=[paper.key]))
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response.content[8:12] == b"WEBP"
    assert list(PaperAccess.objects.values_list("paper", "user")) == [(paper.pk, officer.pk)]


def test_papers_have_no_address_of_their_own_and_are_sealed_on_the_disk(client, settings):
    paper = a_paper(a_draft())
    with pytest.raises(ValueError, match="no address"):
        paper.file.url  # noqa: B018
    stored = open(paper.file.path, "rb").read()  # noqa: SIM115
    assert b"WEBP" not in stored
    assert not paper.file.path.startswith(settings.MEDIA_ROOT)
    client.force_login(paper.application.applicant)
    for path in (f"/media/{paper.file.name}", f"/private/{paper.file.name}", f"/media/../private/{paper.file.name}"):
        assert client.get(path).status_code == 404


def test_a_removed_paper_is_gone_from_the_disk_but_not_from_the_history(client, django_capture_on_commit_callbacks):
    paper = a_paper(a_draft())
    client.force_login(paper.application.applicant)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("sell:paper-change", args=[paper.key]), {"remove": "1"})
    assert not paper.file.storage.exists(paper.file.name)
    assert client.get(reverse("sell:paper", args=[paper.key])).status_code == 404
    assert Paper.objects.get(pk=paper.pk).removed_at
    assert paper.application.events.last().kind == "paper_removed"


def test_a_paper_is_turned(client, django_capture_on_commit_callbacks):
    paper = a_paper(a_draft())
    client.force_login(paper.application.applicant)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("sell:paper-change", args=[paper.key]), {"turn": "1"})
    turned = Paper.objects.get(pk=paper.pk)
    assert (turned.width, turned.height) == (paper.height, paper.width)
    assert not paper.file.storage.exists(paper.file.name)
    assert client.get(reverse("sell:paper", args=[paper.key])).status_code == 200


def test_nobody_changes_another_ones_papers(client):
    paper = a_paper(a_draft())
    client.force_login(a_whole_draft().applicant)
    assert client.post(reverse("sell:paper-change", args=[paper.key]), {"remove": "1"}).status_code == 404
    assert Paper.objects.get(pk=paper.pk).removed_at is None


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("cccd.jpg", b"<html><script>alert(1)</script></html>"),
        ("cccd.svg", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
        ("cccd.jpg", b"%PDF-1.7 ..."),
        ("cccd.png", b"GIF89a" + b"\0" * 40),
        ("cccd.jpg", b""),
    ],
)
def test_what_is_no_picture_is_refused_with_a_message(client, name, content):
    application = a_draft()
    client.force_login(application.applicant)
    address = reverse("sell:paper-add", args=[Item.ID_FRONT])
    page = client.post(address, {"file": a_photo(name, content)}, follow=True).content.decode()
    assert "message--error" in page
    assert not Paper.objects.exists()


@pytest.mark.parametrize("content", [png_of(8000, 5000), png_of(60_000, 60_000)], ids=["40 megapixels", "bomb"])
def test_a_paper_of_too_many_pixels_is_refused_with_words(client, content):
    client.force_login(a_draft().applicant)
    address = reverse("sell:paper-add", args=[Item.ID_FRONT])
    assert "megapixel" in client.post(address, {"file": a_photo("cccd.png", content)}, follow=True).content.decode()
    assert not Paper.objects.exists()


def test_a_date_that_is_none_is_said_so_and_the_photo_is_kept(client):
    application = a_draft()
    client.force_login(application.applicant)
    address = reverse("sell:paper-add", args=[Item.FOOD_SAFETY])
    page = client.post(address, {"file": a_photo(), "expires_on": "31/02/2027"}, follow=True).content.decode()
    assert "Ngày hết hạn chưa đúng" in page
    assert application.papers.get().expires_on is None


def test_the_date_of_a_paper_that_was_sent_is_added_later_and_changed(client):
    application = a_draft(sells_food=True)
    client.force_login(application.applicant)
    client.post(reverse("sell:paper-add", args=[Item.FOOD_SAFETY]), {"file": a_photo()})
    paper = application.papers.get()
    change = reverse("sell:paper-change", args=[paper.key])
    for typed, kept in (("2027-03-31", date(2027, 3, 31)), ("31/02/2027", date(2027, 3, 31)), ("", None)):
        client.post(change, {"date": "1", "expires_on": typed})
        paper.refresh_from_db()
        assert paper.expires_on == kept
    assert f'id="expires-{paper.key}"' in client.get(step("papers")).content.decode()


def test_the_date_of_a_paper_answers_the_officer_and_is_looked_at_again(client):
    application = a_draft(sells_food=True)
    client.force_login(application.applicant)
    paper = a_paper(application, Item.FOOD_SAFETY)
    Paper.objects.update(state=Paper.State.ACCEPTED)
    remark = application.remarks.create(key=Item.FOOD_SAFETY, text="Chị ghi hạn giúp em", by=an_officer())
    change = reverse("sell:paper-change", args=[paper.key])
    for _ in range(2):
        client.post(change, {"date": "1", "expires_on": "2027-03-31"})
    paper.refresh_from_db()
    remark.refresh_from_db()
    assert paper.state == Paper.State.WAITING
    assert remark.answered_at
    assert [event.detail for event in application.events.filter(kind="changed")] == [{"fields": ["food_safety"]}]


def test_the_date_of_a_paper_stays_while_the_union_looks_at_it(client):
    application = a_sent_application()
    client.force_login(application.applicant)
    paper = application.papers.first()
    client.post(reverse("sell:paper-change", args=[paper.key]), {"date": "1", "expires_on": "2027-03-31"})
    paper.refresh_from_db()
    assert paper.expires_on is None


def test_a_paper_that_is_not_asked_for_is_refused(client):
    client.force_login(a_draft().applicant)
    assert client.post(reverse("sell:paper-add", args=["tax_code"]), {"file": a_photo()}).status_code == 404


def test_after_a_photo_she_is_at_that_paper_and_after_a_refusal_where_it_says_why(client):
    application = a_draft()
    client.force_login(application.applicant)
    address = reverse("sell:paper-add", args=[Item.ID_BACK])
    assert client.post(address, {"file": a_photo()}).url == step("papers") + "#id_back"
    assert client.post(address, {"file": a_photo("cccd.jpg", b"nothing")}).url == step("papers")
    change = reverse("sell:paper-change", args=[application.papers.get().key])
    assert client.post(change, {"turn": "1"}).url == step("papers") + "#id_back"


def test_what_the_table_says_of_the_bank_account_is_said_once(client):
    Requirement.objects.filter(item=Item.BANK_ACCOUNT).update(help="Tiền bán hàng về đây.")
    client.force_login(a_draft().applicant)
    assert client.get(step("bank")).content.decode().count("Tiền bán hàng về đây.") == 1


def test_who_lacks_only_the_course_that_staff_require_is_led_to_it(client):
    Requirement.objects.filter(item=Item.COURSE).update(required=True)
    client.force_login(a_whole_draft().applicant)
    page = client.get(reverse("sell:application")).content.decode()
    assert f'<a class="btn btn--primary" href="{reverse("training:courses")}">' in page
