import re

import pytest
from django import forms
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.template import Context, Template
from django.utils import translation

from marketplace.ui.samples import icon_names

TEMPLATES = settings.TEMPLATES[0]["DIRS"][0]


def render(source, **context):
    return Template("{% load ui %}" + source).render(Context(context))


def test_every_icon_draws_something():
    for name in icon_names():
        assert re.search(r"<(path|circle|rect)", render("{% icon name %}", name=name)), name


@pytest.mark.parametrize("template", sorted(TEMPLATES.rglob("*.html")), ids=lambda file: file.stem)
def test_every_icon_that_a_template_names_is_there(template):
    assert set(re.findall(r'{% icon "([^"]+)"', template.read_text(encoding="utf-8"))) <= set(icon_names())


def test_an_icon_is_silent_unless_it_has_a_label():
    assert 'aria-hidden="true"' in render('{% icon "basket" %}')
    labelled = render('{% icon "basket" label=words %}', words='Giỏ "hàng"')
    assert 'role="img"' in labelled
    assert "Giỏ &quot;hàng&quot;" in labelled


@pytest.mark.parametrize("name", ["nothing-like-it", "../site", "a/b", ""])
def test_an_icon_that_is_not_there_is_a_mistake_of_ours(name):
    with pytest.raises(ImproperlyConfigured):
        render("{% icon name %}", name=name)


def test_a_rating_is_said_in_words():
    with translation.override("en"):
        assert "4.5 out of 5 stars" in render("{% stars 4.5 %}")


@pytest.mark.parametrize("value", [None, -1, 0, 5, 7])
def test_a_rating_outside_its_scale_still_draws_five_stars(value):
    drawn = render("{% stars value %}", value=value)
    assert drawn.count("M") == 5


class OneField(forms.Form):
    phone = forms.CharField(help_text="Người giao gọi số này.", widget=forms.TextInput(attrs={"autocomplete": "tel"}))


def test_a_field_ties_its_label_help_and_error_to_its_input():
    form = OneField({"phone": ""})
    html = render("{% field form.phone %}", form=form)
    assert '<label class="field__label" for="id_phone">' in html
    assert 'aria-describedby="id_phone_helptext id_phone_error"' in html
    assert 'id="id_phone_helptext"' in html
    assert 'id="id_phone_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'autocomplete="tel"' in html


def test_what_a_buyer_typed_never_becomes_markup():
    form = OneField({"phone": '"><script>alert(1)</script>'})
    assert "<script>" not in render("{% field form.phone %}", form=form)


def test_a_form_renders_its_fields_in_our_look():
    assert 'class="field field--text"' in str(OneField())
