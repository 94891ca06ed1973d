"""What a shop says of a product: one form for the phone, the spreadsheet and the officer who reviews it."""

from decimal import Decimal

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogue_ext.categories import category_tree
from catalogue_ext.models import OcopCertificate
from catalogue_ext.typed import TypedField, read_dong, read_grams
from marketplace.ui.numbers import format_dong, format_weight

STOCK, TO_ORDER = "stock", "order"
AT_ONCE = ("price", "stock_mode", "stock", "days", "weight", "capacity", "season")
"""What a shop may change at any time; the rest is what buyers rely on, and is reviewed."""

ESSENTIALS = ("title", "category", "price", "stock_mode", "stock", "days", "weight")
DETAILS = (
    "unit",
    "summary",
    "description",
    "composition",
    "size",
    "net_weight",
    "shelf_life",
    "storage",
    "keep_cold",
    "warnings",
    "maker",
    "capacity",
    "season",
    "title_en",
    "description_en",
)
CERTIFICATE = ("ocop_stars", "ocop_number", "ocop_issued", "ocop_expires")


def price_field(**kwargs) -> TypedField:
    return TypedField(
        label=_("Price"),
        reader=read_dong,
        shown=lambda value: format_dong(Decimal(value)),
        min_value=1000,
        max_value=500_000_000,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "placeholder": "45.000"}),
        **kwargs,
    )


def number_field(label, most: int, least: int = 0, **kwargs) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=least,
        max_value=most,
        # Of text: an input of numbers shows nothing of what was mistyped, and turns with the wheel.
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        **kwargs,
    )


def category_choices() -> list:
    """The categories that hold products, under the headings of those above them."""
    tree = category_tree()
    choices: list = [("", _("Choose a category"))]
    for root in tree.roots:
        children = tree.children(root.pk)
        if children:
            choices.append((root.name, [(str(child.pk), child.name) for child in children]))
        else:
            choices.append((str(root.pk), root.name))
    return choices


def maker_choices(shop) -> list:
    return [("", _("Nobody in particular")), *((str(pk), name) for pk, name in makers_of(shop))]


def makers_of(shop) -> list[tuple[int, str]]:
    """(id, name) of the shop's makers, by name; read once for as long as `shop` is in hand."""
    if not hasattr(shop, "makers_by_name"):
        shop.makers_by_name = list(shop.makers.order_by("name").values_list("pk", "name"))
    return shop.makers_by_name


def clean_terms(form: forms.Form, cleaned: dict) -> None:
    """Pieces for what is in stock, days for what is made to order."""
    mode = cleaned.get("stock_mode")
    if mode == STOCK and cleaned.get("stock") is None and "stock" not in form.errors:
        form.add_error("stock", _("Say how many pieces you have; 0 if none at the moment."))
    if mode == TO_ORDER and cleaned.get("days") is None and "days" not in form.errors:
        form.add_error("days", _("Say how many days it takes to make."))


class ContentForm(forms.Form):
    """All that can be said of a product; `shop` is whose it is, `listing` the one that it would change, if any."""

    title = forms.CharField(
        label=_("Name of the product"),
        min_length=3,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off", "enterkeyhint": "next"}),
    )
    category = forms.ChoiceField(label=_("Category"), choices=category_choices)
    price = price_field()
    stock_mode = forms.ChoiceField(
        label=_("How you sell it"),
        choices=[(STOCK, _("I have it in stock")), (TO_ORDER, _("I make it to order"))],
        initial=STOCK,
        widget=forms.RadioSelect,
    )
    stock = number_field(_("How many pieces"), 100_000, required=False)
    days = number_field(_("Days it takes to make"), 120, 1, required=False)
    weight = TypedField(
        label=_("Weight with packing"),
        help_text=_("In grams, or for example 1.5 kg. Delivery is counted by it."),
        reader=read_grams,
        shown=format_weight,
        min_value=5,
        max_value=100_000,
        widget=forms.TextInput(attrs={"inputmode": "text", "autocomplete": "off", "placeholder": "500 g"}),
    )

    unit = forms.CharField(
        label=_("What one piece is"), help_text=_("Such as “200 g bag”, “box of 10”."), max_length=60, required=False
    )
    summary = forms.CharField(
        label=_("In one sentence"),
        help_text=_("Shown in lists and when the page is shared."),
        max_length=160,
        required=False,
    )
    description = forms.CharField(
        label=_("Its story"),
        help_text=_("Who makes it, how, what is special. Empty lines part paragraphs."),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    composition = forms.CharField(
        label=_("Ingredients or materials"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    size = forms.CharField(label=_("Size"), max_length=100, required=False)
    net_weight = TypedField(
        label=_("Net weight"),
        reader=read_grams,
        shown=format_weight,
        min_value=1,
        max_value=100_000,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": "450 g"}),
    )
    shelf_life = number_field(_("Shelf life in days"), 3650, 1, required=False)
    storage = forms.CharField(label=_("How to keep it"), max_length=200, required=False)
    keep_cold = forms.BooleanField(label=_("Must stay cold on the way"), required=False)
    warnings = forms.CharField(label=_("Warnings, such as allergens"), max_length=250, required=False)
    maker = forms.ChoiceField(label=_("Made by"), required=False)
    capacity = number_field(
        _("How many you can make in a month"),
        10_000,
        1,
        required=False,
        help_text=_("Leave empty if there is no limit."),
    )
    season = forms.MultipleChoiceField(
        label=_("Months in which you sell it"),
        help_text=_("Choose none if it is sold all the year."),
        choices=[(str(month), str(month)) for month in range(1, 13)],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    title_en = forms.CharField(label=_("Name in English"), max_length=200, required=False)
    description_en = forms.CharField(
        label=_("Story in English"), max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    ocop_stars = forms.TypedChoiceField(
        label=_("OCOP stars"),
        choices=[("", _("No certificate")), ("3", "3"), ("4", "4"), ("5", "5")],
        coerce=int,
        empty_value=None,
        required=False,
    )
    ocop_number = forms.CharField(label=_("Number of the certificate"), max_length=60, required=False)
    ocop_issued = forms.DateField(
        label=_("Issued on"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    ocop_expires = forms.DateField(
        label=_("Valid until"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args, shop, listing=None, whole: bool = False, **kwargs):
        """`whole`: with what changes without review too, where `listing` is published."""
        super().__init__(*args, **kwargs)
        self.listing = listing
        for field in self.fields.values():
            field.error_messages["required"] = _("Please fill this in.")
        self.fields["maker"].choices = lambda: maker_choices(shop)
        if listing is not None and listing.published_at and not whole:
            for name in AT_ONCE:
                del self.fields[name]

    def clean(self):
        cleaned = super().clean()
        clean_terms(self, cleaned)
        self._clean_certificate(cleaned)
        return cleaned

    def _clean_certificate(self, cleaned) -> None:
        if not cleaned.get("ocop_stars"):
            return
        for name in CERTIFICATE[1:]:
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, _("This stands on the certificate; please copy it."))
        issued, expires = cleaned.get("ocop_issued"), cleaned.get("ocop_expires")
        if issued and issued > timezone.localdate():
            self.add_error("ocop_issued", _("This day is still to come."))
        if issued and expires and expires <= issued:
            self.add_error("ocop_expires", _("The certificate cannot run out before it is issued."))
        number = cleaned.get("ocop_number")
        if number:
            others = OcopCertificate.objects.filter(number=number)
            if self.listing is not None:
                others = others.exclude(listing=self.listing)
            if others.exists():
                self.add_error("ocop_number", _("Another product has a certificate with this number. Please check it."))


class TermsForm(forms.Form):
    """What changes at once: price, stock, time, weight, capacity, season."""

    price = price_field()
    stock_mode = ContentForm.base_fields["stock_mode"]
    stock = ContentForm.base_fields["stock"]
    days = ContentForm.base_fields["days"]
    weight = ContentForm.base_fields["weight"]
    capacity = ContentForm.base_fields["capacity"]
    season = ContentForm.base_fields["season"]

    def clean(self):
        cleaned = super().clean()
        clean_terms(self, cleaned)
        return cleaned
