from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from training.certificates.queries import MOST_BYTES


class SerialForm(forms.Form):
    serial = forms.CharField(
        max_length=40,
        label=_("Serial number"),
        help_text=_("It stands at the bottom of the certificate, such as 2026-H7KM-3QRX-TN."),
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )


class FileForm(forms.Form):
    pdf = forms.FileField(
        label=_("PDF of the certificate"), widget=forms.ClearableFileInput({"accept": "application/pdf"})
    )

    def clean_pdf(self):
        upload = self.cleaned_data["pdf"]
        if upload.size > MOST_BYTES:
            raise ValidationError(_("The file is larger than 1 MB: it is none of our certificates."))
        return upload


class RevokeForm(forms.Form):
    reason = forms.CharField(max_length=200, label=_("Reason"))


class ShowNameForm(forms.Form):
    shows_name = forms.BooleanField(
        required=False,
        label=_("Show my full name to whoever checks my certificate"),
        help_text=_("Without it the page shows your initials only."),
    )
