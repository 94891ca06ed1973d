"""Printed pages: a Typst template of `templates/pdf/` and its data become a PDF (https://typst.app/docs)."""

import json
from functools import cache

import typst
from django.conf import settings


def render_pdf(template: str, data: dict) -> bytes:
    """The PDF of `templates/pdf/<template>.typ`, which reads `data` with `json(bytes(sys.inputs.data))`.

    `data` holds what JSON can: amounts in whole đồng, dates as the reader is to see them. Fonts are ours alone, so that
    every machine prints the same.

    Raises:
        typst.TypstError: when the template or its data is wrong.
    """
    source = settings.PDF_TEMPLATES / f"{template}.typ"
    return typst.compile(
        source,
        root=settings.PDF_TEMPLATES,
        font_paths=_fonts(),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        format="pdf",
    )


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[settings.PDF_TEMPLATES / "fonts"]
    )
