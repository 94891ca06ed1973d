"""The forms of her account's pages."""

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.addresses import Place
from marketplace.accounts.forms import WhereForm
from marketplace.accounts.models import User
from marketplace.notifications.models import NoticeSettings


class ProfileForm(forms.ModelForm):
    """Her name and the language in which we write to her."""

    class Meta:
        model = User
        fields = ("full_name", "language")
        labels = {"full_name": _("Full name"), "language": _("Language of messages")}
        help_texts = {"language": _("Text messages and e-mails come in this language.")}
        widgets = {"full_name": forms.TextInput(attrs={"autocomplete": "name"})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["full_name"].required = True


class NoticeSettingsForm(forms.ModelForm):
    """How news of her orders reaches her, besides the notices of her account."""

    class Meta:
        model = NoticeSettings
        fields = ("sms", "email")
        labels = {"sms": _("By text message or Zalo"), "email": _("By e-mail")}


class AddressForm(WhereForm):
    """One entry of her address book."""

    is_default = forms.BooleanField(label=_("Use this address first when I order"), required=False)

    @staticmethod
    def initial_of(address) -> dict:
        return {
            "full_name": address.first_name,
            "phone": str(address.phone_number or ""),
            "ward": ", ".join(filter(None, [address.line4, address.state])),
            "address": address.line1,
            "is_default": address.is_default_for_shipping,
        }

    def place(self) -> Place:
        data = self.cleaned_data
        return Place(data["full_name"], data["phone"], data["ward"], data["address"])


class ReviewForm(forms.Form):
    """Stars and words about a product she has received."""

    SCORES = [
        (5, _("5 stars: very good")),
        (4, _("4 stars: good")),
        (3, _("3 stars: fair")),
        (2, _("2 stars: not so good")),
        (1, _("1 star: bad")),
    ]

    score = forms.TypedChoiceField(label=_("How many stars?"), choices=SCORES, coerce=int, widget=forms.RadioSelect)
    title = forms.CharField(label=_("In a few words"), max_length=100)
    body = forms.CharField(
        label=_("Tell others more"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Taste, look, packing, delivery: what would you have liked to know?"),
    )
