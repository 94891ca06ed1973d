import pytest
from django.urls import reverse


@pytest.mark.parametrize(
    ("model", "typed", "found"),
    [
        ("commune", "Nam Hoa Lư", "Phường Nam Hoa Lư"),
        ("formercommune", "ninh hai", "Xã Ninh Hải"),
        ("province", "nam định", "Tỉnh Ninh Bình"),
    ],
)
def test_officers_look_places_up_with_or_without_marks(admin_client, ninh_binh, model, typed, found):
    page = admin_client.get(reverse(f"admin:places_{model}_changelist"), {"q": typed})

    assert found in page.content.decode()


def test_places_are_not_edited_by_hand(admin_client, ninh_binh):
    assert admin_client.get(reverse("admin:places_commune_add")).status_code == 403
