"""Materials of lessons: what may be put up, and the form by which staff do."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from training import conf
from training.models import Material

MOST_BYTES = 3 * 1024**2
"""Of a PDF: about half a minute on a weak 3G connection."""


class MaterialForm(forms.ModelForm):
    """Pictures are decoded and written anew, PDFs are looked at and light."""

    url = forms.URLField(label=_("Address"), required=False, assume_scheme="https")

    class Meta:
        model = Material
        fields = ["kind", "title", "file", "url", "position"]

    def clean(self):
        cleaned = super().clean()
        file, kind = cleaned.get("file"), cleaned.get("kind")
        if isinstance(file, UploadedFile):
            try:
                if kind == Material.Kind.PICTURE:
                    cleaned["file"] = conf.load("TRAINING_PHOTO_CLEANER")(file)
                else:
                    _check_pdf(file)
            except ValidationError as error:
                self.add_error("file", error)
        return cleaned


def _check_pdf(file: UploadedFile) -> None:
    if file.size > MOST_BYTES:
        raise ValidationError(
            _("A PDF may have at most %(most)s: learners load it over 3G.") % {"most": filesizeformat(MOST_BYTES)}
        )
    file.seek(0)
    if not file.read(5).startswith(b"%PDF-"):
        raise ValidationError(_("This file is no PDF."))
    file.seek(0)
