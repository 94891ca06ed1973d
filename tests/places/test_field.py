import pytest
from django import forms
from django.utils import translation

from marketplace.places.fields import CommuneField
from marketplace.places.models import Commune


class Address(forms.Form):
    ward = CommuneField()


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def post(**data):
    form = Address(data)
    form.is_valid()
    return form


def error_code(form):
    return form.errors.as_data()["ward"][0].code


@pytest.mark.parametrize(
    "typed",
    [
        "14359",
        "Phường Nam Hoa Lư, Tỉnh Ninh Bình",
        "phuong nam hoa lu, tinh ninh binh",
        "nam hoa lu, ninh binh",
        "nam hoa lu",
        "Nam Hoa Lu Ward, Ninh Binh Province",
        "ward Nam Hoa Lư",
        "ninh hai hoa lu",
        "thôn Văn Lâm, xã Ninh Hải, huyện Hoa Lư",
    ],
)
def test_what_names_one_commune_is_accepted(ninh_binh, typed):
    assert post(ward=typed).cleaned_data["ward"].name == "Phường Nam Hoa Lư"


def test_a_name_with_its_province_or_district_is_enough_in_the_whole_country(country):
    for typed in ("nam hoa lu, ninh binh", "ninh hai hoa lu", "xã Ninh Hải, huyện Hoa Lư"):
        assert post(ward=typed).cleaned_data["ward"].code == "14359"
    assert error_code(post(ward="ninh hai")) == "ambiguous"
    assert error_code(post(ward="hoa lu")) == "ambiguous", "Pleiku had a ward Hoa Lư"


def test_every_label_names_its_commune(ninh_binh):
    for commune in Commune.objects.select_related("province"):
        assert post(ward=commune.label).cleaned_data["ward"] == commune


def test_a_label_tells_a_ward_from_a_commune_of_the_same_name(country):
    for name in ("Xã", "Phường"):
        for commune in Commune.objects.filter(province__code="82", folded="my tho", name__startswith=name):
            assert post(ward=commune.label).cleaned_data["ward"] == commune
    assert Commune.objects.filter(province__code="82", folded="my tho").count() == 2


def test_an_ambiguous_text_is_asked_back_with_choices_and_kept(ninh_binh):
    form = post(ward="xã yên khánh, ninh bình")
    html = str(form["ward"])

    assert error_code(form) == "ambiguous"
    assert 'value="xã yên khánh, ninh bình"' in html
    assert html.count('type="radio"') == html.count('name="ward_choice"') > 1
    assert "formerly xã Yên Khánh, huyện Ý Yên" in html


def test_the_chosen_radio_is_the_answer(ninh_binh):
    form = post(ward="yen khanh", ward_asked="yen khanh", ward_choice="14359")

    assert form.cleaned_data["ward"].code == "14359"


def test_a_radio_of_an_earlier_text_is_not_the_answer(ninh_binh):
    form = post(ward="dong thai, yen mo", ward_asked="yen khanh", ward_choice="14359")

    assert form.cleaned_data["ward"].name == "Xã Đồng Thái"


def test_a_former_name_alone_is_not_enough(ninh_binh):
    form = post(ward="yen thanh")

    assert error_code(form) == "ambiguous"
    assert form.fields["ward"].widget.choices[0].label.startswith("Xã Đồng Thái")


def test_a_name_that_is_also_a_districts_is_asked_back(ninh_binh):
    assert error_code(post(ward="kim son, ninh binh")) == "ambiguous"
    assert post(ward="xã kim sơn, ninh bình").cleaned_data["ward"].name == "Xã Kim Sơn"


def test_a_single_unsure_find_is_shown_for_confirmation(ninh_binh):
    form = post(ward="nam hoa l")

    assert error_code(form) in {"unsure", "ambiguous"}
    assert form.fields["ward"].widget.choices[0].code == "14359"


def test_a_split_commune_is_asked_back_with_the_usual_answer_first(ninh_binh):
    form = post(ward="quang trung, phu ly")

    assert [hit.label.split(",")[0] for hit in form.fields["ward"].widget.choices] == ["Phường Hà Nam", "Phường Phủ Lý"]


@pytest.mark.parametrize("typed", ["xyz", "99999", "!!!", "5\u00b2"])
def test_an_unknown_place_is_refused_with_a_way_on(ninh_binh, typed):
    form = post(ward=typed)

    assert error_code(form) == "unknown"
    assert "old name" in form.errors["ward"][0]
    assert "radio" not in str(form["ward"])


def test_an_empty_field_is_refused_unless_it_may_be_empty(ninh_binh):
    class Optional(forms.Form):
        ward = CommuneField(required=False)

    optional = Optional({"ward": " "})

    assert error_code(post(ward=" ")) == "required"
    assert optional.is_valid()
    assert optional.cleaned_data["ward"] is None


def test_a_stored_commune_is_shown_by_its_label(ninh_binh):
    commune = Commune.objects.get(code="14359")

    for initial in (commune, commune.pk, commune.code):
        assert 'value="Phường Nam Hoa Lư, Tỉnh Ninh Bình"' in str(Address(initial={"ward": initial})["ward"])
    assert not Address({"ward": commune.label}, initial={"ward": commune}).has_changed()


def test_a_posted_code_comes_back_as_a_label(ninh_binh):
    assert 'value="Phường Nam Hoa Lư, Tỉnh Ninh Bình"' in str(post(ward="14359")["ward"])


def test_choices_of_one_form_do_not_leak_into_another(ninh_binh):
    post(ward="yen khanh")

    assert "radio" not in str(Address()["ward"])


def test_what_was_typed_is_escaped(ninh_binh):
    assert "<b>" not in str(post(ward="<b>yen khanh</b>")["ward"])


def test_a_full_name_that_only_one_place_bears_or_bore_is_an_answer(country):
    assert CommuneField().clean("phường hoàn kiếm").label == "Phường Hoàn Kiếm, Thành phố Hà Nội"
