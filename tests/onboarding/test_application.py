import re

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from marketplace.history import CannotRewrite
from marketplace.notifications.carriers import MemoryCarrier
from marketplace.onboarding import papers, services
from marketplace.onboarding.checklist import checklist_of
from marketplace.onboarding.forms import STEP_FORMS
from marketplace.onboarding.models import ApplicationEvent, Item, Paper, Requirement, ShopApplication
from marketplace.shops.banks import same_holder
from marketplace.shops.models import PhoneCode
from tests.factories import a_commune, a_user, an_officer
from tests.onboarding.factories import a_draft, a_paper, a_sent_application, a_whole_draft

pytestmark = pytest.mark.django_db

State = ShopApplication.State


@pytest.fixture(autouse=True)
def outbox(monkeypatch):
    monkeypatch.setattr(MemoryCarrier, "outbox", [])
    return MemoryCarrier.outbox


def code_in(message) -> str:
    return re.search(r"\d{6}", message.text)[0]


def filled(step, application, **data):
    asked = {row.item: row for row in Requirement.objects.filter(legal_form=application.legal_form)}
    form = STEP_FORMS[step](data, application=application, asked=asked)
    form.is_valid()
    return form


def save(application, step, **data):
    form = filled(step, application, **data)
    return services.save_fields(
        application, step, form.right_values(), form.typed_values(), application.applicant
    ), form


def test_asking_twice_begins_one_application():
    person = a_user()
    assert services.start(person) == services.start(person)
    assert person.applications.count() == 1


def test_a_phone_that_signs_in_need_not_be_verified_again():
    assert services.start(a_user(phone_verified=True)).phone_verified_at
    assert not services.start(a_user(phone_verified=False)).phone_verified_at


def test_what_is_wrong_is_kept_as_typed_and_what_is_right_is_taken():
    application = services.start(a_user())
    application, form = save(application, "shop", legal_form="cooperative", shop_name="HTX Sen", tax_code="12 34")
    assert application.legal_form == "cooperative"
    assert application.shop_name == "HTX Sen"
    assert application.tax_code == ""
    assert application.typed == {"tax_code": "12 34"}
    assert "tax_code" in form.errors
    assert filled("shop", application).initial["tax_code"] == "12 34"

    application, __ = save(application, "shop", tax_code="0101234567")
    assert application.tax_code == "0101234567"
    assert application.typed == {}
    assert application.shop_name == "HTX Sen"


def test_a_commune_that_is_not_clear_yet_is_kept_as_typed():
    a_commune("Kim Sơn", "14638")
    application = services.start(a_user())
    application, __ = save(application, "place", commune="xa khong co that", address_line="Xóm 3")
    assert application.commune is None
    assert application.typed == {"commune": "xa khong co that"}
    application, __ = save(application, "place", commune="Phường Kim Sơn")
    assert application.commune.code == "14638"
    assert application.address_line == "Xóm 3"


def test_an_account_number_is_never_kept_in_the_open():
    application = a_draft(account_number="")
    application, form = save(application, "bank", account_number="12x")
    assert "account_number" in form.errors
    assert application.typed == {}
    application, __ = save(application, "bank", account_number="3200 2051 23456")
    assert application.account_number == "3200205123456"
    raw = ShopApplication.objects.filter(pk=application.pk).extra(select={"raw": "account_number"}).values("raw")
    assert "3200205123456" not in raw[0]["raw"]
    assert application.masked_account == "•••• 3456"
    assert "3200205123456" not in str(filled("bank", application))


def test_an_account_number_left_empty_stays():
    application, __ = save(a_draft(), "bank", account_number="", bank_bin="970405")
    assert application.account_number == "3200205123456"


@pytest.mark.parametrize(
    ("holder", "is_hers"),
    [
        ("NGUYEN THI SEN", True),
        ("Nguyễn  Thị Sen", True),
        ("COM CHAY SEN", True),
        ("HKD COM CHAY SEN", True),
        ("NGUYEN VAN SON", False),
        ("NGUYEN THI SENH", False),
    ],
)
def test_the_account_is_hers_or_the_shops(holder, is_hers):
    form = filled("bank", a_draft(), account_holder=holder)
    assert ("account_holder" not in form.errors) is is_hers


def test_banks_shorten_the_legal_form_in_their_own_way():
    assert same_holder("HTX NONG NGHIEP KIM SON", "Hợp tác xã nông nghiệp Kim Sơn")
    assert same_holder("CTY TNHH SEN VIET", "Công ty TNHH Sen Việt")
    assert not same_holder("", "")
    assert not same_holder("HTX", "Hợp tác xã Kim Sơn")


def test_another_phone_number_has_to_be_verified_anew(outbox):
    application = a_draft()
    application, __ = save(application, "you", phone="0987654321")
    assert application.phone_verified_at is None

    services.send_phone_code(application)
    assert outbox[-1].to == "+84987654321"
    assert not services.verify_phone(application, "000000", application.applicant)
    code = code_in(outbox[-1])
    assert services.verify_phone(application, code, application.applicant)
    application.refresh_from_db()
    assert application.phone_verified_at
    assert not services.verify_phone(application, code, application.applicant)


def test_a_code_takes_five_tries(outbox):
    application = a_draft()
    save(application, "you", phone="0987654321")
    application.refresh_from_db()
    services.send_phone_code(application)
    code = code_in(outbox[-1])
    for __ in range(5):
        services.verify_phone(application, "x", application.applicant)
    assert not services.verify_phone(application, code, application.applicant)
    assert PhoneCode.objects.get().attempts == 5


def test_the_table_of_requirements_says_what_is_missing():
    application = a_draft()
    missing = {line.key for line in checklist_of(application).missing}
    assert missing == {Item.ID_FRONT, Item.ID_BACK}
    Requirement.objects.filter(legal_form="individual", item=Item.ID_BACK).delete()
    assert {line.key for line in checklist_of(application).missing} == {Item.ID_FRONT}
    Requirement.objects.create(legal_form="individual", item=Item.COOPERATION_CONTRACT)
    assert Item.COOPERATION_CONTRACT in {line.key for line in checklist_of(application).missing}


def test_a_food_paper_is_asked_of_food_sellers_only():
    Requirement.objects.filter(item=Item.FOOD_SAFETY).update(required=True)
    assert Item.FOOD_SAFETY not in {line.key for line in checklist_of(a_draft(sells_food=False)).lines}
    assert Item.FOOD_SAFETY in {line.key for line in checklist_of(a_draft(sells_food=True)).missing}


def test_a_checklist_is_the_same_few_queries_however_much_was_sent(django_assert_num_queries):
    application = a_draft()
    with django_assert_num_queries(4):
        checklist_of(application)
    for kind in [Item.ID_FRONT] * 3:
        a_paper(application, kind)
    with django_assert_num_queries(4):
        checklist_of(application)


def test_nothing_incomplete_is_sent():
    application = a_draft()
    with pytest.raises(services.Incomplete):
        services.submit(application, application.applicant, agrees=True)
    with pytest.raises(services.NotAllowed):
        services.submit(a_whole_draft(), application.applicant, agrees=False)


def test_sent_twice_is_sent_once():
    application = a_sent_application()
    first = application.submitted_at
    assert services.submit(application, application.applicant, agrees=True).submitted_at == first
    assert application.events.filter(kind="submitted").count() == 1


def test_while_the_union_looks_nothing_changes_until_it_is_taken_back():
    application = a_sent_application()
    with pytest.raises(services.NotAllowed):
        services.save_fields(application, "shop", {"shop_name": "Khác"}, {}, application.applicant)
    services.take_back(application, application.applicant)
    saved = services.save_fields(application, "shop", {"shop_name": "Khác"}, {}, application.applicant)
    assert (saved.state, saved.shop_name) == (State.DRAFT, "Khác")


def test_a_person_has_one_open_application_in_the_database_too():
    person = a_draft().applicant
    with pytest.raises(IntegrityError), transaction.atomic():
        ShopApplication.objects.create(applicant=person)


def test_an_incomplete_application_cannot_be_sent_past_the_services():
    application = services.start(a_user())
    with pytest.raises(IntegrityError), transaction.atomic():
        ShopApplication.objects.filter(pk=application.pk).update(state=State.SUBMITTED)


def test_history_names_who_acted_for_whom():
    application, officer = a_draft(), an_officer()
    services.save_fields(application, "shop", {"shop_name": "Mới"}, {}, by=officer, on_behalf_of=application.applicant)
    event = application.events.last()
    assert (event.kind, event.by, event.on_behalf_of) == ("changed", officer, application.applicant)
    assert event.detail == {"fields": ["shop_name"]}


def test_history_cannot_be_edited():
    event = a_draft().events.first()
    event.kind = "approved"
    for act in (event.save, event.delete, ApplicationEvent.objects.all().delete):
        with pytest.raises(CannotRewrite):
            act()
    with pytest.raises(CannotRewrite):
        ApplicationEvent.objects.update(kind="approved")


@pytest.mark.postgres
def test_the_database_itself_refuses_to_rewrite_history():
    event = a_draft().events.first()
    for statement in (
        "UPDATE onboarding_applicationevent SET kind = 'approved' WHERE id = %s",
        "DELETE FROM onboarding_applicationevent WHERE id = %s",
    ):
        with pytest.raises(DatabaseError, match="is history"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [event.pk])


def test_a_paper_that_is_turned_by_two_taps_at_once_is_turned_twice(django_capture_on_commit_callbacks):
    paper = a_paper(a_draft(), Item.ID_FRONT)
    taps = [Paper.objects.select_related("application").get(pk=paper.pk) for __ in range(2)]
    for tap in taps:
        with django_capture_on_commit_callbacks(execute=True):
            turned = papers.turn_paper(tap, paper.added_by)
    assert (turned.width, turned.height) == (paper.width, paper.height)
    papers.remove_paper(turned, paper.added_by)
    assert papers.turn_paper(turned, paper.added_by).removed_at
