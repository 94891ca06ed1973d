"""Women of the demo who apply for a shop, each at another point of the way; loading them again changes nothing."""

from datetime import timedelta
from io import BytesIO

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image, ImageDraw, ImageFont

from marketplace.accounts.models import User
from marketplace.demo.files import read_json
from marketplace.onboarding import papers, review, services
from marketplace.onboarding.models import Item, ShopApplication
from marketplace.places.models import Commune

COPIED = (
    *("position", "legal_form", "shop_name", "sells", "sells_food", "address_line"),
    *("registration_number", "tax_code", "bank_bin", "account_number"),
)


def load_applications(communes: dict[str, Commune]) -> int:
    """Applications by the services that sellers and officers use; return how many there are."""
    rows = read_json("applications.json")
    for row in rows:
        if not ShopApplication.objects.filter(applicant__phone=row["phone"]).exists():
            _load(row, communes[row["ward_code"]])
    return len(rows)


def _load(row: dict, commune: Commune) -> None:
    applicant = User.objects.filter(phone=row["phone"]).first() or User.objects.create_user(
        phone=row["phone"], full_name=row["name"], phone_verified=True
    )
    application = services.start(applicant)
    for name in COPIED:
        setattr(application, name, row.get(name, getattr(application, name)))
    application.commune = commune
    application.account_holder = row["name"] if application.account_number else ""
    application.save()
    for kind in row["papers"]:
        papers.add_paper(application, kind, _sample(kind), applicant)
    if row["state"] != "draft":
        services.submit(application, applicant, agrees=True)
    if row["state"] == "changes_asked":
        review.ask_for_changes(application, User.objects.get(phone=row["officer"]), row["remarks"])
    if row["days_ago"]:
        sent = timezone.now() - timedelta(days=row["days_ago"])
        ShopApplication.objects.filter(pk=application.pk).update(submitted_at=sent)


def _sample(kind: str) -> ContentFile:
    """A picture that stands for a paper and says that it is none."""
    size = (1200, 760) if kind in (Item.ID_FRONT, Item.ID_BACK) else (1000, 1400)
    image = Image.new("RGB", size, "#f3efe4")
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((30, 30, size[0] - 30, size[1] - 30), 30, outline="#2f6b46", width=6)
    draw.text((80, 80), kind.replace("_", " ").upper(), font=ImageFont.load_default(56), fill="#2f6b46")
    for line in range(6):
        draw.rectangle((80, 220 + 70 * line, size[0] - 80 - 60 * (line % 3), 240 + 70 * line), fill="#d9d2bf")
    draw.text(
        (size[0] / 2, size[1] - 130), "MAU - SAMPLE", font=ImageFont.load_default(72), fill="#b5536b", anchor="mm"
    )
    buffer = BytesIO()
    image.save(buffer, "JPEG", quality=80)
    return ContentFile(buffer.getvalue(), name=f"{kind}.jpg")
