"""Drafts, officers and people of shops."""

import uuid

from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile

from catalogue_ext import drafts, moderation
from catalogue_ext.models import Revision
from marketplace.accounts.models import StaffRole, User
from marketplace.shops.models import Shop, ShopPerson
from tests.factories import a_category, a_shop, a_user
from tests.pictures.samples import a_jpeg


def a_seller(shop: Shop | None = None, role=ShopPerson.Role.OWNER, **fields) -> User:
    """Somebody who works in `shop` (a new one by default)."""
    user = a_user(**fields)
    ShopPerson.objects.create(shop=shop or a_shop(), user=user, role=role)
    return user


def an_officer(commune=None) -> User:
    """An officer of a commune, by default of the whole home province."""
    user = a_user(full_name="Lê Thị Ngân")
    StaffRole.objects.create(user=user, kind=StaffRole.Kind.OFFICER, commune=commune)
    return user


def a_photo(name="anh.jpg", content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content or a_jpeg(size=(400, 300)), "image/jpeg")


def typed(**fields) -> dict:
    """What she types for a new product."""
    if "category" not in fields:
        fields["category"] = str(a_category(f"Đồ khô {uuid.uuid4().hex[:6]}").pk)
        cache.clear()  # the tree of categories is kept until a commit, which a test does not come to
    defaults = {
        "title": "Cơm cháy chà bông",
        "price": "45.000",
        "stock_mode": "stock",
        "stock": "20",
        "days": "",
        "weight": "230 g",
    }
    return defaults | fields


def a_draft(shop: Shop | None = None, by: User | None = None, pictures: int = 1, **fields) -> Revision:
    shop = shop or a_shop()
    revision = drafts.save_draft(shop, uuid.uuid4(), drafts.typed_content(typed(**fields)), by)
    for __ in range(pictures):
        drafts.add_picture(revision, uuid.uuid4(), a_photo())
    return revision


def a_submitted(shop: Shop | None = None, by: User | None = None, **fields) -> Revision:
    return moderation.submit(a_draft(shop, by, **fields), by)


def an_approved(shop: Shop | None = None, **fields) -> Revision:
    """A product that went through a review."""
    return moderation.approve(a_submitted(shop, **fields), an_officer())
