"""What /styleguide/ shows: made-up products, shops and people in every state, with the longest names we know."""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

from django import forms
from django.contrib.staticfiles import finders
from django.core.paginator import Paginator
from django.templatetags.static import static
from django.utils.translation import gettext as _

LONG_NAME = "Hợp tác xã Sản xuất, Chế biến và Tiêu thụ Nông sản Hữu cơ Đông Trang"


@dataclass(frozen=True)
class Sample:
    """A still of static/img/styleguide, in the shape that `ui/picture.html` takes."""

    file: str
    width: int = 480
    height: int = 480
    sources: tuple = ()

    @property
    def src(self) -> str:
        return static(f"img/styleguide/{self.file}.webp")


def _card(title, file, price, unit, shop=LONG_NAME, place="xã Gia Viễn", availability="in_stock", **more):
    defaults = {
        "url": "#card-product",
        "title": title,
        "image": Sample(file) if file else None,
        "shop_name": shop,
        "place_name": place,
        "price": Decimal(price),
        "unit": unit,
        "ocop_stars": None,
        "rating": None,
        "rating_count": 0,
        "availability": availability,
        "num_left": None,
        "made_to_order_days": None,
    }
    return SimpleNamespace(**{**defaults, **more})


def products():
    sedge = "Hợp tác xã Cói Kim Sơn"
    return [
        _card(
            "Túi cói thêu hoa sen, quai da, lót vải lanh, làm tay từng chiếc",
            "tui-coi-theu-hoa-1",
            320_000,
            "chiếc",
            shop=sedge,
            place="xã Kim Sơn",
            ocop_stars=4,
            rating=4.8,
            rating_count=126,
        ),
        _card(
            "Trà sen Hoa Lư",
            "tra-sen-hoa-lu-1",
            220_000,
            "hộp 100 g",
            shop="Tổ hợp tác Trà sen Tam Cốc",
            place="phường Hoa Lư",
            ocop_stars=5,
            availability="low",
            num_left=3,
        ),
        _card(
            "Giỏ cói quai da",
            "gio-coi-quai-da-1",
            185_000,
            "chiếc",
            shop=sedge,
            place="xã Kim Sơn",
            availability="made_to_order",
            made_to_order_days=5,
            rating=4.6,
            rating_count=38,
        ),
        _card(
            "Mật ong rừng Cúc Phương",
            "mat-ong-rung-cuc-phuong-1",
            180_000,
            "chai 500 ml",
            ocop_stars=3,
            availability="sold_out",
            rating=5.0,
            rating_count=9,
        ),
        _card(
            "Gạo tám xoan Hải Hậu",
            "gao-tam-xoan-hai-hau-1",
            140_000,
            "túi 5 kg",
            shop="Hợp tác xã Hải Hậu",
            place="xã Hải Hậu",
            price_was=Decimal(165_000),
        ),
        _card("Hạt sen sấy giòn", "hat-sen-say-gion-1", 95_000, "hộp 250 g", rating=4.2, rating_count=54),
        _card(
            "Dứa Đồng Giao",
            "dua-dong-giao-1",
            90_000,
            "thùng 5 quả",
            shop="Hợp tác xã Dứa Đồng Giao",
            place="phường Tam Điệp",
        ),
        _card(
            "Gốm Bồ Bát: lọ hoa men trắng",
            "gom-bo-bat-lo-hoa-men-trang-1",
            1_250_000,
            "chiếc",
            shop="Gốm Bồ Bát",
            place="xã Yên Mô",
            availability="made_to_order",
            made_to_order_days=1,
        ),
    ]


def shops():
    def shop(name, cover, faces, place, kind, **more):
        return SimpleNamespace(
            url="#card-shop",
            name=name,
            cover=Sample(cover, 960, 360),
            faces=[Sample(f, 240, 240) for f in faces],
            place_name=place,
            kind=kind,
            **{"product_count": 12, "rating": None, "rating_count": 0, **more},
        )

    return [
        shop(
            "Hợp tác xã Cói Kim Sơn",
            "sedge",
            ["farmer", "elder", "artist"],
            "xã Kim Sơn",
            "Hợp tác xã",
            rating=4.8,
            rating_count=214,
        ),
        shop(LONG_NAME, "herbs", ["elder"], "xã Gia Viễn", "Hợp tác xã", product_count=1),
        shop("Thêu ren Văn Lâm", "embroidery", [], "phường Hoa Lư", "Hộ kinh doanh", product_count=0),
    ]


def makers():
    return [
        SimpleNamespace(
            url="#card-maker",
            name="Phạm Thị Nhung",
            image=Sample("farmer", 240, 240),
            role="Đan cói",
            place_name="xã Kim Sơn",
            words="Cói phơi đủ ba nắng thì chiếu mới thơm và bền.",
        ),
        SimpleNamespace(
            url="",
            name="Nguyễn Thị Hoàng Quỳnh Phương",
            image=Sample("elder", 240, 240),
            role="Ướp trà sen",
            place_name="phường Hoa Lư",
            words="",
        ),
    ]


def categories():
    names = [
        ("Đồ cói, mây tre", "gio-coi-quai-da-1"),
        ("Thêu, ren, lụa", "tui-coi-theu-hoa-1"),
        ("Trà, thảo mộc", "tra-sen-hoa-lu-1"),
        ("Mật ong, dược liệu", "mat-ong-rung-cuc-phuong-1"),
        ("Gạo, nông sản", "gao-tam-xoan-hai-hau-1"),
        ("Gốm, đá, gỗ", "gom-bo-bat-lo-hoa-men-trang-1"),
    ]
    return [SimpleNamespace(url="#tile", name=name, image=Sample(file)) for name, file in names]


class SampleForm(forms.Form):
    full_name = forms.CharField(label="Họ và tên", widget=forms.TextInput(attrs={"autocomplete": "name"}))
    phone = forms.CharField(
        label="Số điện thoại",
        help_text="Người giao hàng sẽ gọi số này.",
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    kind = forms.ChoiceField(
        label="Loại địa chỉ", choices=[("home", "Nhà riêng"), ("work", "Nơi làm việc")], required=False
    )
    payment = forms.ChoiceField(
        label="Cách trả tiền",
        widget=forms.RadioSelect,
        initial="cod",
        choices=[("cod", "Thanh toán khi nhận hàng"), ("bank", "Chuyển khoản, quét mã QR"), ("card", "Thẻ ngân hàng")],
    )
    note = forms.CharField(label="Lời nhắn cho người bán", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    photo = forms.FileField(label="Ảnh sản phẩm", required=False, help_text="Chụp bằng điện thoại là được.")
    agree = forms.BooleanField(label="Tôi đồng ý với điều khoản mua hàng")


def _forms():
    wrong = SampleForm({"full_name": "Phạm Thị Nhung", "phone": "12", "payment": "cod"}, auto_id="wrong_%s")
    wrong.is_valid()
    wrong.add_error("phone", "Số điện thoại có 10 chữ số, ví dụ 0912 345 678.")
    return {"form": SampleForm(auto_id="sample_%s"), "form_wrong": wrong}


def _steps():
    noon = datetime.datetime(2026, 11, 23, 12, 5, tzinfo=datetime.UTC)
    return [
        {"label": _("Order placed"), "at": noon, "state": "done"},
        {"label": _("Confirmed by the shop"), "at": noon + datetime.timedelta(hours=2), "state": "done"},
        {
            "label": _("Handed to the carrier"),
            "at": noon + datetime.timedelta(days=1),
            "state": "current",
            "text": "Viettel Post · VTP012345678",
        },
        {"label": _("Delivered"), "at": None, "state": "", "text": _("Expected 25–26 November")},
    ]


COLOURS = {
    "paper": ["paper", "paper-raised", "paper-sunk", "rule", "rule-strong"],
    "ink": ["ink", "ink-soft"],
    "leaf": ["leaf-50", "leaf-100", "leaf-300", "leaf-600", "leaf-700", "leaf-900"],
    "lotus": ["lotus-50", "lotus-100", "lotus-300", "lotus-600", "lotus-700"],
    "gold": ["gold-100", "gold-500", "gold-700"],
    "clay": ["clay-50", "clay-600", "clay-700"],
    "pond": ["pond-50", "pond-700"],
}


def icon_names() -> list[str]:
    return sorted(file.stem for file in Path(finders.find("icons")).glob("*.svg"))


def context() -> dict:
    return {
        "colours": COLOURS,
        "icon_names": icon_names(),
        "products": products(),
        "no_picture": _card("Bánh nhãn Hải Hậu", None, 45_000, "gói 300 g"),
        "shops": shops(),
        "makers": makers(),
        "categories": categories(),
        "trail": [{"name": "Đồ cói, mây tre", "url": "#"}, {"name": "Túi cói thêu hoa sen, quai da, lót vải lanh"}],
        "pictures": [
            Sample("mat-ong-rung-cuc-phuong-1"),
            Sample("mat-ong-rung-cuc-phuong-2"),
            Sample("hat-sen-say-gion-1"),
        ],
        "cover": Sample("sedge", 960, 360),
        "portrait": Sample("farmer-large"),
        "face": Sample("farmer", 240, 240),
        "page_obj": Paginator(range(240), 24).page(4),
        "messages_sample": [
            ("success", _("Added to your basket.")),
            ("error", _("Only 3 left: we put 3 in your basket.")),
            ("warning", _("The price of one product has changed.")),
            ("info", _("Free delivery from 500,000 ₫.")),
        ],
        "sort_options": [("", _("Most popular")), ("newest", _("Newest")), ("price", _("Price, low to high"))],
        "order_steps": _steps(),
        "checkout_steps": [_("Basket"), _("Delivery"), _("Payment"), _("Done")],
        "rows": [
            (_("Subtotal"), Decimal(640_000)),
            (_("Delivery fee"), Decimal(25_000)),
            (_("Voucher"), Decimal(-20_000)),
        ],
        "total": Decimal(645_000),
        "menu_categories": [{"name": c.name, "url": c.url} for c in categories()],
        "basket_count": 3,
        **_forms(),
    }


def desk_context() -> dict:
    """A morning at the desk of a shop."""
    return {
        "shop_name": LONG_NAME,
        "products": products(),
        "money": Decimal(1_840_000),
        "form": SampleForm(auto_id="sample_%s"),
    }
