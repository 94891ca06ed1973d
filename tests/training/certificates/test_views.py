import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.training.certificates.factories import a_finished_class, completed
from tests.training.factories import a_trainer, a_user
from training.certificates.models import Certificate
from training.certificates.serials import new_serial
from training.certificates.services import issue_certificate, revoke_certificate
from training.models import Learner

pytestmark = pytest.mark.django_db


@pytest.fixture
def enrolment():
    return completed(a_finished_class(learners=0), "Trần Thị Hạnh")


@pytest.fixture
def certificate(enrolment):
    return issue_certificate(enrolment, enrolment.training_class.trainer)


def page_of(client, address):
    return client.get(address).content.decode()


def test_anyone_may_check_a_certificate_and_sees_initials_only(client, certificate):
    page = page_of(client, certificate.get_absolute_url())
    assert "T. H." in page
    assert "Trần Thị Hạnh" not in page


def test_the_holder_decides_to_show_her_name(client, certificate, enrolment):
    client.post(reverse("training:own_certificate", args=[enrolment.token]), {"shows_name": "on"})
    assert "Trần Thị Hạnh" in page_of(client, certificate.get_absolute_url())


def test_a_forged_serial_says_no_and_nothing_else(client, certificate):
    answer = client.get(reverse("training:certificate", args=[new_serial()]))
    page = answer.content.decode()
    assert answer.status_code == 404
    assert "Không có giấy chứng nhận" in page
    assert certificate.course_title not in page
    assert "T. H." not in page


def test_who_tries_many_numbers_is_asked_to_wait(client, certificate):
    cache.clear()
    address = reverse("training:check_certificate")
    for _ in range(10):
        assert client.post(address, {"serial": new_serial()}).status_code == 422
        assert client.get(reverse("training:certificate", args=[new_serial()])).status_code == 404
    for answer in (client.post(address, {"serial": certificate.serial}), client.get(certificate.get_absolute_url())):
        assert answer.status_code == 429
        assert certificate.course_title not in answer.content.decode()
    assert client.get(certificate.get_absolute_url(), REMOTE_ADDR="10.0.0.9").status_code == 200
    cache.clear()


def test_who_checks_what_exists_is_never_asked_to_wait(client, certificate):
    for _ in range(25):
        assert client.get(certificate.get_absolute_url()).status_code == 200


def test_a_serial_is_checked_as_it_is_typed(client, certificate):
    typed = certificate.serial.lower().replace("-", " ")
    answer = client.post(reverse("training:check_certificate"), {"serial": typed})
    assert answer.url == certificate.get_absolute_url()
    answer = client.post(reverse("training:check_certificate"), {"serial": "2026-AAAA"})
    assert answer.status_code == 422


def test_an_uploaded_file_is_checked(client, certificate):
    address = reverse("training:check_certificate")
    pdf = certificate.pdf.read()
    answer = client.post(address, {"pdf": SimpleUploadedFile("a.pdf", pdf)})
    assert certificate.serial in answer.content.decode()
    assert "là thật" in answer.content.decode()
    answer = client.post(address, {"pdf": SimpleUploadedFile("a.pdf", pdf + b" ")})
    assert "là thật" not in answer.content.decode()
    answer = client.post(address, {"pdf": SimpleUploadedFile("a.pdf", b"x" * (6 * 1024 * 1024))})
    assert answer.status_code == 422


def test_a_revoked_certificate_says_so(client, certificate):
    revoke_certificate(certificate, a_trainer(), reason="Sai tên")
    page = page_of(client, certificate.get_absolute_url())
    assert "không còn hiệu lực" in page
    assert "Sai tên" not in page


def test_the_learner_opens_her_pdf_by_her_link(client, certificate, enrolment):
    answer = client.get(reverse("training:own_certificate_pdf", args=[enrolment.token]))
    assert answer["Content-Type"] == "application/pdf"
    assert b"".join(answer.streaming_content) == certificate.pdf.read()


def test_her_account_keeps_her_certificate(client, certificate, enrolment):
    user = a_user()
    Learner.objects.filter(pk=enrolment.learner_id).update(user=user)
    client.force_login(user)
    address = reverse("training:own_certificate", args=[enrolment.token])
    assert address in page_of(client, reverse("training:mine"))
    revoke_certificate(certificate, a_trainer(), reason="Sai tên")
    assert address not in page_of(client, reverse("training:mine"))


def test_the_trainer_issues_prints_and_revokes(client, enrolment, django_capture_on_commit_callbacks):
    training_class = enrolment.training_class
    client.force_login(training_class.trainer)
    address = reverse("training:class_certificates", args=[training_class.code])
    assert "Trần Thị Hạnh" in page_of(client, address)
    with django_capture_on_commit_callbacks(execute=True):
        run = client.post(address)
    assert "1 / 1" in page_of(client, run.url)
    certificate = Certificate.objects.get()
    assert client.get(reverse("training:class_certificates_pdf", args=[training_class.code])).status_code == 200
    assert (
        client.get(reverse("training:certificate_pdf", args=[training_class.code, certificate.serial])).status_code
        == 200
    )
    revoke = reverse("training:revoke", args=[training_class.code, certificate.serial])
    assert client.post(revoke, {"reason": ""}).status_code == 422
    client.post(revoke, {"reason": "Sai tên"})
    certificate.refresh_from_db()
    assert not certificate.is_valid
    assert (
        client.get(reverse("training:certificate_pdf", args=[training_class.code, certificate.serial])).status_code
        == 404
    )


def test_another_trainer_finds_nothing(client, certificate, enrolment):
    client.force_login(a_trainer())
    code = enrolment.training_class.code
    for address in (
        reverse("training:class_certificates", args=[code]),
        reverse("training:class_certificates_pdf", args=[code]),
        reverse("training:certificate_pdf", args=[code, certificate.serial]),
        reverse("training:revoke", args=[code, certificate.serial]),
        reverse("training:results", args=[code]),
    ):
        assert client.get(address).status_code == 404
