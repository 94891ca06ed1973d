"""Applications for tests: drafts with nothing missing, sent, and their papers."""

from importlib import import_module

from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile

from marketplace.onboarding import papers, services
from marketplace.onboarding.models import Item, Paper, Requirement, ShopApplication
from tests.factories import a_commune, a_user
from tests.pictures.samples import a_jpeg

PHOTO = a_jpeg((640, 480))
"""One for all: encoding pictures is what takes time."""


def a_photo(name: str = "cccd.jpg", content: bytes = PHOTO) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="image/jpeg")


def a_paper(application: ShopApplication, kind: str = Item.ID_FRONT) -> Paper:
    return papers.add_paper(application, kind, a_photo(), application.applicant)


def a_draft(applicant=None, **fields) -> ShopApplication:
    """A draft of an individual seller with everything that is required but her papers."""
    applicant = applicant or a_user(phone_verified=True)
    application = services.start(applicant)
    defaults = {
        "full_name": "Nguyễn Thị Sen",
        "position": "Chủ hộ",
        "legal_form": "individual",
        "shop_name": "Cơm cháy Sen",
        "sells": "cơm cháy, mắm tép",
        "tax_code": "037185001234",
        "commune": a_commune(),
        "address_line": "Xóm 3",
        "bank_bin": "970405",
        "account_number": "3200205123456",
        "account_holder": "NGUYEN THI SEN",
    }
    for name, value in (defaults | fields).items():
        setattr(application, name, value)
    application.save()
    return application


def a_whole_draft(applicant=None, **fields) -> ShopApplication:
    """The same with its papers."""
    application = a_draft(applicant, **fields)
    for kind in (Item.ID_FRONT, Item.ID_BACK):
        a_paper(application, kind)
    return application


def a_sent_application(applicant=None, **fields) -> ShopApplication:
    application = a_whole_draft(applicant, **fields)
    return services.submit(application, application.applicant, agrees=True)


def the_first_requirements() -> None:
    """The table that a migration fills; a test that has flushed the database before took it away."""
    if not Requirement.objects.exists():
        import_module("marketplace.onboarding.migrations.0002_first_requirements").fill(apps, None)
