import hashlib
import subprocess

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from tests.training.certificates.factories import a_finished_class, completed
from tests.training.factories import a_class, a_course, a_trainer, a_user, an_enrolment
from training.certificates import runs
from training.certificates.models import Certificate, IssueRun
from training.certificates.queries import check_file, has_completed_onboarding
from training.certificates.runs import start_run
from training.certificates.serials import clean_serial, new_serial
from training.certificates.services import carry_out, issue_certificate, issue_to_all, revoke_certificate
from training.certificates.signing import is_intact, make_test_key
from training.errors import Refused
from training.models import SentNotice
from training.services.merging import merge
from training.signals import certificate_issued

pytestmark = pytest.mark.django_db


@pytest.fixture
def enrolment():
    return completed(a_finished_class(learners=0, course=a_course(title="Bán hàng trên mạng")), "Đinh Thị Ngọc Ẩn")


def text_of(pdf: bytes) -> str:
    return " ".join("".join(pages_of(pdf)).split())


def pages_of(pdf: bytes) -> list[str]:
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return done.stdout.decode().removesuffix("\f").split("\f")


def test_a_certificate_says_who_completed_what_in_vietnamese(enrolment):
    certificate = issue_certificate(enrolment, a_trainer())
    text = text_of(certificate.pdf.read())
    for said in ("Đinh Thị Ngọc Ẩn", "Bán hàng trên mạng", "GIẤY CHỨNG NHẬN", certificate.serial, "6 giờ học"):
        assert said in text


def test_the_longest_names_still_make_one_page(enrolment):
    trainer = a_trainer()
    course = enrolment.training_class.course
    course.title = course.title_en = course.programme.name = "Bán hàng qua mạng xã hội, nhận tiền an toàn " * 3
    enrolment.learner.full_name = "Công Tằng Tôn Nữ Thị Hoàng Nguyễn Phương Quỳnh Như Ý " * 2
    for one in (course.programme, course, enrolment.learner):
        one.save()
    pdf = issue_certificate(enrolment, trainer).pdf.read()
    assert len(pages_of(pdf)) == 1


def test_a_changed_file_is_found_out(enrolment):
    pdf = issue_certificate(enrolment, a_trainer()).pdf.read()
    assert is_intact(pdf)
    changed = pdf.replace(b"/Producer", b"/Producex", 1) if b"/Producer" in pdf else pdf[:400] + b"0" + pdf[401:]
    assert changed != pdf
    assert not check_file(changed).is_signed
    assert check_file(changed).certificate is None


@pytest.mark.parametrize("junk", [b"", b"%PDF-1.7", b"hello", b"%PDF-1.7\ntrailer<</Root 1 0 R>>\n%%EOF"])
def test_what_is_no_pdf_is_no_certificate(junk):
    assert (check_file(junk).certificate, check_file(junk).is_signed) == (None, False)


def test_issuing_twice_gives_one_certificate(enrolment):
    trainer = a_trainer()
    assert issue_certificate(enrolment, trainer) == issue_certificate(enrolment, trainer)
    assert Certificate.objects.count() == 1


def test_the_file_is_the_one_whose_digest_is_kept(enrolment):
    certificate = issue_certificate(enrolment, a_trainer())
    assert hashlib.sha256(certificate.pdf.read()).hexdigest() == certificate.sha256


def test_who_has_not_completed_gets_none():
    with pytest.raises(Refused):
        issue_certificate(an_enrolment(a_finished_class()), a_trainer())
    assert not Certificate.objects.exists()


def test_nobody_gets_one_before_the_last_session():
    with pytest.raises(Refused):
        issue_certificate(completed(a_class()), a_trainer())


def test_without_a_key_nothing_is_issued(enrolment, settings):
    settings.TRAINING_SIGNING_FILE = ""
    with pytest.raises(ImproperlyConfigured):
        issue_certificate(enrolment, a_trainer())
    assert not Certificate.objects.exists()


def test_a_revoked_certificate_can_be_followed_by_a_new_one(enrolment):
    trainer = a_trainer()
    first = issue_certificate(enrolment, trainer)
    with pytest.raises(Refused):
        revoke_certificate(first, trainer, reason="")
    assert not revoke_certificate(first, trainer, reason="Sai tên").is_valid
    revoke_certificate(first, trainer, reason="Lần nữa")
    first.refresh_from_db()
    assert first.revoked_reason == "Sai tên"
    assert issue_certificate(enrolment, trainer) != first


def test_a_run_issues_to_everyone_who_waits_and_again_to_nobody(django_capture_on_commit_callbacks):
    training_class, trainer = a_finished_class(learners=3), a_trainer()
    an_enrolment(training_class)
    with django_capture_on_commit_callbacks(execute=True):
        run = start_run(training_class, trainer)
    run.refresh_from_db()
    assert (run.total, run.done, Certificate.objects.count()) == (3, 3, 3)
    assert run.finished_at
    carry_out(run, [one.pk for one in training_class.enrolments.all()])
    run.refresh_from_db()
    assert (run.done, Certificate.objects.count()) == (3, 3)
    with pytest.raises(Refused):
        start_run(training_class, trainer)


def test_a_run_goes_on_after_a_job_was_lost(monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr(runs, "PART", 2)
    training_class, trainer = a_finished_class(learners=5), a_trainer()
    run = start_run(training_class, trainer)  # its jobs are never begun
    carry_out(run, [one.pk for one in training_class.enrolments.all()[:2]])
    run.refresh_from_db()
    assert (run.done, run.total, run.finished_at) == (2, 5, None)
    with django_capture_on_commit_callbacks(execute=True):
        assert start_run(training_class, trainer) == run
    run.refresh_from_db()
    assert (run.done, run.total, Certificate.objects.count()) == (5, 5, 5)
    assert run.finished_at


def test_without_a_key_no_run_begins(settings):
    settings.TRAINING_SIGNING_FILE = ""
    training_class = a_finished_class()
    with pytest.raises(Refused):
        start_run(training_class, a_trainer())
    assert not IssueRun.objects.exists()


def test_a_certificate_stays_genuine_when_the_key_is_renewed(enrolment, settings, tmp_path):
    certificate = issue_certificate(enrolment, a_trainer())
    pdf = certificate.pdf.read()
    make_test_key(tmp_path / "new.p12", "mat-khau", "Hội")
    settings.TRAINING_SIGNING_FILE = str(tmp_path / "new.p12")
    assert check_file(pdf).certificate == certificate


def queries_of_a_run(learners: int) -> int:
    training_class, trainer = a_finished_class(learners=learners), a_trainer()
    with CaptureQueriesContext(connection) as queries:
        issue_to_all(training_class, [one.pk for one in training_class.enrolments.all()], trainer)
    return len(queries)


def test_issuing_to_many_asks_only_for_what_each_is_told():
    one, five = queries_of_a_run(1), queries_of_a_run(5)
    told = (five - one) / 4  # a notice to each is stored apart
    assert told <= 12
    assert one - told < 20


def test_pressing_issue_twice_starts_one_run():
    training_class, trainer = a_finished_class(), a_trainer()
    assert start_run(training_class, trainer) == start_run(training_class, trainer)
    assert IssueRun.objects.count() == 1


def test_she_is_told_once_where_her_certificate_is(enrolment):
    certificate = issue_certificate(enrolment, a_trainer())
    issue_certificate(enrolment, a_trainer())
    notice = SentNotice.objects.get(learner=enrolment.learner)
    assert (notice.key, notice.template) == (f"certificate:{certificate.serial}", "certificate")


def test_the_signal_tells_of_a_new_certificate(enrolment, django_capture_on_commit_callbacks):
    told = []

    def listen(certificate, **kwargs):
        told.append(certificate)

    certificate_issued.connect(listen)
    with django_capture_on_commit_callbacks(execute=True):
        certificate = issue_certificate(enrolment, a_trainer())
    certificate_issued.disconnect(listen)
    assert told == [certificate]


def test_the_onboarding_course_is_completed_with_its_certificate():
    user = a_user()
    enrolment = completed(a_finished_class(learners=0, course=a_course(is_onboarding=True)))
    enrolment.learner.user = user
    enrolment.learner.save()
    assert not has_completed_onboarding(user)
    issue_certificate(enrolment, a_trainer())
    assert has_completed_onboarding(user)


def test_serials_are_read_in_any_spelling():
    serial = new_serial()
    assert clean_serial(serial) == clean_serial(serial.lower().replace("-", " ")) == serial


@given(st.integers(0, 8), st.sampled_from("23456789ACDEFHJKLMNPQRTUVWXY"))
def test_one_wrong_letter_of_a_serial_always_shows(place, letter):
    serial = new_serial()
    letters = list(serial)
    positions = [index for index, one in enumerate(serial) if one != "-"][4:]
    if letters[positions[place]] != letter:
        letters[positions[place]] = letter
        assert clean_serial("".join(letters)) is None


@pytest.mark.parametrize("typed", ["", "2026", "2026-AAAA", "abcd-efgh-ijkl-mn", "2026-<b>-H7KM-3QRX-TN"])
def test_what_is_no_serial_is_none(typed):
    assert clean_serial(typed) is None


def test_when_two_records_become_one_one_certificate_stays_valid(enrolment):
    trainer = a_trainer()
    double = completed(enrolment.training_class, "Đinh Thị Ngọc Ẩn")
    own, others = issue_certificate(enrolment, trainer), issue_certificate(double, trainer)
    merge(enrolment.learner, double.learner, by=trainer)
    assert Certificate.objects.valid().get() == own
    others.refresh_from_db()
    assert others.enrolment == enrolment
