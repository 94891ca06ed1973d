"""Attributes for tests of filters."""

from oscar.core.loading import get_model


def an_attribute(listing, code: str, *names: str) -> None:
    """Give the listing's product the options `names` of its class's attribute `code`, made where it is missing."""
    group, __ = get_model("catalogue", "AttributeOptionGroup").objects.get_or_create(code=code, defaults={"name": code})
    Option = get_model("catalogue", "AttributeOption")
    attribute, __ = get_model("catalogue", "ProductAttribute").objects.get_or_create(
        product_class=listing.product.product_class,
        code=code,
        defaults={"name": code.title(), "type": "multi_option", "option_group": group},
    )
    value = get_model("catalogue", "ProductAttributeValue").objects.create(product=listing.product, attribute=attribute)
    value.value_multi_option.set([Option.objects.get_or_create(group=group, option=name)[0] for name in names])
