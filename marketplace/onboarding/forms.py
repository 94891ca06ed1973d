"""The steps of the application. A form takes what is right field by field, and hands back the rest as it was typed."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.forms import PhoneField
from marketplace.onboarding.models import Item, LegalForm, Requirement, ShopApplication
from marketplace.places.fields import CommuneField
from marketplace.shops.banks import bank_choices, same_holder

NEVER_TYPED = frozenset({"account_number"})
"""Not kept as typed: sensitive."""


class StepForm(forms.Form):
    """One step. `asked` are the requirements of the applicant's legal form."""

    needs: dict[str, str] = {}
    """The item of the requirements by which a field is required."""

    def __init__(self, *args, application: ShopApplication, asked: dict[str, Requirement], **kwargs):
        self.application, self.asked = application, asked
        stored = {name: getattr(application, name) for name in self.base_fields if hasattr(application, name)}
        kwargs["initial"] = stored | {
            name: text for name, text in application.typed.items() if name in self.base_fields
        }
        super().__init__(*args, **kwargs)
        told: set[str] = set()
        for name, item in self.needs.items():
            row = asked.get(item)
            self.fields[name].required = bool(row and row.required)
            if row and row.help_text and item not in told:
                self.fields[name].help_text = row.help_text
                told.add(item)

    def right_values(self) -> dict:
        """Those of the posted fields that can be taken; call after `is_valid`."""
        return {name: value for name, value in self.cleaned_data.items() if self.is_posted(name)}

    def typed_values(self) -> dict[str, str]:
        """The texts of the posted fields that cannot be taken yet."""
        wrong = (name for name in self.errors if name in self.fields and self.is_posted(name))
        return {name: str(self.data[name])[:500] for name in wrong if name not in NEVER_TYPED and self.data.get(name)}

    def is_posted(self, name: str) -> bool:
        return name in self.data or isinstance(self.fields[name].widget, forms.CheckboxInput)


class YouForm(StepForm):
    full_name = forms.CharField(
        label=_("Your full name"),
        max_length=150,
        help_text=_("As on your identity card."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    position = forms.CharField(
        label=_("Your part in the shop"),
        max_length=60,
        required=False,
        help_text=_("For example director, head of the group, owner."),
    )
    phone = PhoneField(label=_("Phone number"), help_text=_("Buyers and the Union reach you by it."))


class ShopForm(StepForm):
    needs = {"registration_number": Item.REGISTRATION_NUMBER, "tax_code": Item.TAX_CODE}

    legal_form = forms.ChoiceField(label=_("What is your shop?"), choices=LegalForm.choices, widget=forms.RadioSelect)
    shop_name = forms.CharField(
        label=_("Name of the shop"), max_length=120, help_text=_("As on the registration, or as buyers know you.")
    )
    sells = forms.CharField(
        label=_("What do you sell?"),
        max_length=300,
        help_text=_("A few words, for example: crispy rice, shrimp paste."),
    )
    sells_food = forms.BooleanField(label=_("I sell food or drinks"), required=False)
    registration_number = forms.CharField(
        label=_("Registration number"), max_length=30, required=False, help_text=_("On the registration certificate.")
    )
    tax_code = forms.CharField(
        label=_("Tax code"),
        max_length=16,
        required=False,
        help_text=_("10 or 13 digits; for a household or a person it may be the 12 digits of the identity card."),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )

    def clean_tax_code(self) -> str:
        text = re.sub(r"[\s.]", "", self.cleaned_data["tax_code"])
        if text and not re.fullmatch(r"\d{10}(-?\d{3})?|\d{12}", text):
            raise ValidationError(_("A tax code has 10, 12 or 13 digits. Look at it once more."))
        return text


class PlaceForm(StepForm):
    commune = CommuneField(help_text=_("The old name is fine too."))
    address_line = forms.CharField(
        label=_("Hamlet, street, house number"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "address-line1"}),
    )


class BankForm(StepForm):
    needs = {
        "bank_bin": Item.BANK_ACCOUNT,
        "account_number": Item.BANK_ACCOUNT,
        "account_holder": Item.BANK_ACCOUNT,
    }

    bank_bin = forms.ChoiceField(label=_("Bank"), required=False)
    account_number = forms.CharField(
        label=_("Account number"),
        max_length=24,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    account_holder = forms.CharField(
        label=_("Account holder"),
        max_length=150,
        required=False,
        help_text=_("The name as the bank writes it: yours, or that of the shop."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["bank_bin"].choices = [("", _("Choose the bank")), *bank_choices()]
        # The number is typed once and then only shown by its end.
        self.initial.pop("account_number", None)
        if self.application.account_number:
            field = self.fields["account_number"]
            field.required = False
            field.help_text = _("Saved: %(number)s. Leave it empty to keep it.") % {
                "number": self.application.masked_account
            }

    def clean_account_number(self) -> str:
        text = re.sub(r"[\s.-]", "", self.cleaned_data["account_number"])
        if not text:
            return self.application.account_number
        if not re.fullmatch(r"\d{6,19}", text):
            raise ValidationError(_("An account number has 6 to 19 digits. Look at it once more."))
        return text

    def clean_account_holder(self) -> str:
        holder = self.cleaned_data["account_holder"]
        if holder and not same_holder(holder, self.application.full_name, self.application.shop_name):
            raise ValidationError(
                _("This is neither your name (%(person)s) nor the shop's (%(shop)s). Payouts go to one of the two."),
                params={"person": self.application.full_name or "…", "shop": self.application.shop_name or "…"},
            )
        return holder


STEP_FORMS: dict[str, type[StepForm]] = {"you": YouForm, "shop": ShopForm, "place": PlaceForm, "bank": BankForm}


class ExpiryForm(forms.Form):
    expires_on = forms.DateField(label=_("Valid until"), required=False, widget=forms.DateInput(attrs={"type": "date"}))


class PaperForm(ExpiryForm):
    file = forms.FileField(label=_("Photo"))


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code from the text message"),
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )
