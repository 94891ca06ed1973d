"""The listing form in practice: the same form, and nothing of it reaches the shop."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from playwright.sync_api import expect

from catalogue_ext.models import Listing, Revision
from tests.catalogue_ext.factories import a_photo, typed
from tests.factories import a_category
from tests.pictures.samples import a_jpeg
from tests.training import factories
from tests.training.assessment.factories import a_task
from training.assessment import services
from training.assessment.models import TaskSubmission

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}
PHOTO = {"name": "anh.jpg", "mimeType": "image/jpeg", "buffer": a_jpeg(size=(800, 600))}


@pytest.fixture
def enrolment():
    return factories.an_enrolment(factories.a_class())


@pytest.fixture
def task(enrolment):
    task = a_task(enrolment.training_class.curriculum)
    task.practice = "listing"
    task.save()
    return task


@pytest.fixture
def address(enrolment, task):
    return lambda page="practice", **more: reverse(
        f"workspace:{page}", kwargs={"token": enrolment.token, "task": task.pk, **more}
    )


def nothing_is_in_the_shop():
    return not Revision.objects.exists() and not Listing.objects.exists()


def test_a_learner_without_an_account_practises_and_her_trainer_sees_it(client, enrolment, task, address):
    task_page = reverse("training:task", args=[enrolment.token, task.pk])
    assert address() in client.get(task_page).content.decode()
    page = client.get(address()).content.decode()
    assert all(f'name="{name}"' in page for name in ("title", "category", "price", "stock", "weight", "pictures"))
    answer = client.post(address(), typed() | {"pictures": [a_photo()], "submit": "1"}, follow=True)
    assert answer.redirect_chain[-1][0] == task_page
    assert "Bài đã nộp cho giảng viên" in answer.content.decode()
    submission = TaskSubmission.objects.get(task=task, enrolment=enrolment)
    assert submission.state == TaskSubmission.State.HANDED_IN
    assert submission.photo.width > 0
    assert set(submission.steps_done.all()) == set(task.steps.all())
    assert nothing_is_in_the_shop()


def test_what_is_missing_is_said_beside_the_fields_and_what_was_typed_stays(client, address):
    wrong = typed(price="rẻ lắm", stock="") | {"submit": "1"}
    page = client.post(address(), wrong, follow=True).content.decode()
    assert "Chưa đọc được số này" in page
    assert "Thêm ít nhất một ảnh" in page
    assert 'value="rẻ lắm"' in page
    assert not TaskSubmission.objects.exists()


def test_our_script_saves_sends_pictures_and_hands_in(client, address):
    said = typed()
    saved = client.post(address("practice-save"), said | {"typed_at": "200"}, headers=JSON)
    assert saved.json()["typed_at"] == 200
    client.post(address("practice-save"), said | {"title": "Cũ hơn", "typed_at": "100"}, headers=JSON)
    name = str(uuid.uuid4())
    for __ in range(2):
        sent = client.post(address("practice-pictures"), {"picture_id": name, "picture": a_photo()}, headers=JSON)
    assert sent.json()["html"].count("<li") == 1
    assert client.get(address("practice-picture", name=name)).headers["Content-Type"] == "image/webp"
    assert "Cũ hơn" not in client.get(address()).content.decode()
    assert "93.500" in client.get(address("practice-receive"), {"price": "100000"}).json()["text"]
    client.post(address("practice-picture", name=name), {"remove": "1"}, headers=JSON)
    lacking = client.post(address(), said | {"submit": "1"}, headers=JSON)
    assert lacking.status_code == 422
    client.post(address("practice-pictures"), {"picture_id": name, "picture": a_photo()}, headers=JSON)
    assert client.post(address(), said | {"submit": "1"}, headers=JSON).status_code == 200
    assert TaskSubmission.objects.count() == 1
    assert nothing_is_in_the_shop()


def test_a_file_that_is_no_picture_is_refused_in_words(client, address):
    file = SimpleUploadedFile("x.jpg", b"<svg onload=alert(1)>")
    answer = client.post(address("practice-pictures"), {"picture_id": uuid.uuid4(), "picture": file}, headers=JSON)
    assert (answer.status_code, bool(answer.json()["error"])) == (422, True)


def test_who_has_no_such_task_finds_nothing(client, enrolment, task, address):
    other = factories.an_enrolment(factories.a_class())
    assert client.get(reverse("workspace:practice", args=[other.token, task.pk])).status_code == 404
    assert client.get(reverse("workspace:practice", args=["doan-bua", task.pk])).status_code == 404
    services.accept_at_the_desk(task, enrolment, by=enrolment.training_class.trainer)
    client.post(address(), typed() | {"pictures": [a_photo()], "submit": "1"})
    assert TaskSubmission.objects.get().state == TaskSubmission.State.ACCEPTED
    task.practice = ""
    task.save()
    assert client.get(address()).status_code == 404


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_she_practises_on_her_phone_with_a_photo_that_had_to_wait_for_a_signal(open_page, enrolment, task, address):
    a_category("Đồ khô")
    page = open_page(address())
    page.context.set_offline(True)
    page.locator("[name=pictures]").set_input_files([PHOTO])
    page.locator(".shot--waiting").wait_for()
    page.fill("[name=title]", "Cơm cháy chà bông")
    page.locator("[name=category]").select_option(label="Đồ khô")
    page.fill("[name=price]", "45.000")
    page.fill("[name=stock]", "20")
    page.fill("[name=weight]", "230 g")
    page.context.set_offline(False)
    page.locator(".shot:not(.shot--waiting) img").wait_for()
    page.get_by_role("button", name="Gửi duyệt").tap()
    page.wait_for_url(f"**{reverse('training:task', args=[enrolment.token, task.pk])}")
    page.get_by_text("Bài đã nộp cho giảng viên").wait_for()
    assert TaskSubmission.objects.get().photo
    assert nothing_is_in_the_shop()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_photo_that_was_chosen_before_the_script_had_come_is_sent_too(open_page, address):
    page, held = open_page("/robots.txt"), []
    page.route("**/listing.js", lambda route: held.append(route))
    with page.expect_request("**/listing.js"):
        page.goto(address(), wait_until="commit")
    page.locator("[name=pictures]").set_input_files([PHOTO])
    held[0].continue_()
    page.locator(".shot:not(.shot--waiting) img").wait_for()
    expect(page.locator(".shot")).to_have_count(1)
