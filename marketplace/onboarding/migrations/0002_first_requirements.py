"""The first table of what is asked of whom; staff change it in the admin."""

from django.db import migrations

REQUIRED, OPTIONAL = True, False
HELP = {
    "registration_number": ("Ghi trên giấy chứng nhận đăng ký.", "On the registration certificate."),
    "tax_code": (
        "10 hoặc 13 chữ số; hộ kinh doanh, cá nhân có thể dùng 12 số căn cước.",
        "10 or 13 digits; households and persons may use the 12 digits of the identity card.",
    ),
    "id_front": ("Chụp cả bốn góc, đọc rõ chữ.", "All four corners, readable."),
    "id_back": ("Chụp cả bốn góc, đọc rõ chữ.", "All four corners, readable."),
    "registration": ("Chụp từng trang có chữ và dấu.", "Each page with text and stamp."),
    "cooperation_contract": (
        "Hợp đồng hợp tác của tổ, có chữ ký các thành viên.",
        "The group's contract with its members' signatures.",
    ),
    "food_safety": (
        "Giấy chứng nhận hoặc bản cam kết an toàn thực phẩm.",
        "The certificate or the food safety commitment.",
    ),
    "ocop": ("Nếu sản phẩm đã được công nhận OCOP.", "If a product has been certified."),
    "bank_account": ("Tiền bán hàng được chuyển vào đây.", "Your sales are paid out to it."),
    "course": (
        "Khóa học ngắn của Hội về bán hàng trên Chợ Sen.",
        "The Union's short course on selling on Chợ Sen.",
    ),
}
REGISTERED = {
    "registration_number": REQUIRED,
    "tax_code": REQUIRED,
    "id_front": REQUIRED,
    "id_back": REQUIRED,
    "registration": REQUIRED,
    "food_safety": OPTIONAL,
    "ocop": OPTIONAL,
    "bank_account": REQUIRED,
    "course": OPTIONAL,
}
TABLE = {
    "cooperative": REGISTERED,
    "company": REGISTERED,
    "household": REGISTERED,
    "cooperative_group": {
        "tax_code": OPTIONAL,
        "id_front": REQUIRED,
        "id_back": REQUIRED,
        "cooperation_contract": REQUIRED,
        "food_safety": OPTIONAL,
        "ocop": OPTIONAL,
        "bank_account": REQUIRED,
        "course": OPTIONAL,
    },
    "individual": {
        "tax_code": REQUIRED,
        "id_front": REQUIRED,
        "id_back": REQUIRED,
        "food_safety": OPTIONAL,
        "ocop": OPTIONAL,
        "bank_account": REQUIRED,
        "course": OPTIONAL,
    },
}


def fill(apps, schema_editor):
    Requirement = apps.get_model("onboarding", "Requirement")
    Requirement.objects.bulk_create(
        Requirement(
            legal_form=legal_form,
            item=item,
            required=required,
            for_food_only=item == "food_safety",
            help=HELP[item][0],
            help_en=HELP[item][1],
        )
        for legal_form, items in TABLE.items()
        for item, required in items.items()
    )


class Migration(migrations.Migration):
    dependencies = [("onboarding", "0001_initial")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
