"""A shop's statement for print."""

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from marketplace.documents.pdf import render_pdf
from marketplace.ledger.statements import Statement
from marketplace.ui.numbers import format_dong


def statement_pdf(statement: Statement) -> bytes:
    """The statement on A4, with each maker's part where makers are named."""
    shop = statement.shop
    return render_pdf(
        "statement",
        {
            "words": _words(),
            "operator": settings.OPERATOR_NAME,
            "shop": shop.name,
            "about": ", ".join(filter(None, [shop.get_legal_form_display(), shop.address_line, shop.tax_code])),
            "period": f"{_day(statement.start)} – {_day(statement.end)}",
            "printed": date_format(timezone.localtime(), "SHORT_DATETIME_FORMAT"),
            "opening": format_dong(statement.opening),
            "closing": format_dong(statement.closing),
            "rows": [_row(row) for row in statement.rows],
            "totals": [format_dong(amount) for amount in _amounts(statement.totals)[:-1]],
            "earned": format_dong(statement.earned),
            "paid_out": format_dong(statement.paid_out),
            "makers": [
                [share.name, str(share.pieces), *map(format_dong, (share.base, share.net, share.hers))]
                for share in statement.makers
            ],
        },
    )


def _words() -> dict[str, str | list[str]]:
    return {
        "title": _("Statement"),
        "opening": _("Owed before"),
        "closing": _("Owed after"),
        "earned": _("Your sales brought you"),
        "paid_out": _("Paid out to you"),
        "printed": _("Printed"),
        "total": _("In all"),
        "nothing": _("Nothing happened in this period."),
        "makers": _("By maker"),
        "columns": [
            *(_("Date"), _("What it was"), _("Goods"), _("Your discount"), _("Delivery")),
            *(_("Commission"), _("Tax withheld"), _("For you")),
        ],
        "maker_columns": [_("Maker"), _("Pieces"), _("Price of goods"), _("For the shop"), _("Agreed for her")],
    }


def _day(day) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")


def _row(row) -> dict:
    values = {name: getattr(row, name) for name in ("goods", "shop_discount", "delivery", "commission", "vat", "pit")}
    return {
        "date": _day(timezone.localtime(row.at)),
        "what": row.label,
        "number": row.number,
        "amounts": [format_dong(amount) if amount else "" for amount in _amounts(values | {"net": row.net})],
    }


def _amounts(values: dict[str, int]) -> list[int]:
    """In the order of the columns; what is taken off is negative."""
    taken = (-values["commission"], -values["vat"] - values["pit"])
    return [values["goods"], values["shop_discount"], values["delivery"], *taken, values.get("net", 0)]
