"""What the demo's products are made of, taste of and serve for: the attributes that become filters."""

from oscar.core.loading import get_model

from catalogue_ext.models import AttributeText
from marketplace.demo.files import read_json

AttributeOption = get_model("catalogue", "AttributeOption")
AttributeOptionGroup = get_model("catalogue", "AttributeOptionGroup")
ProductAttribute = get_model("catalogue", "ProductAttribute")
ProductAttributeValue = get_model("catalogue", "ProductAttributeValue")


def load_attributes(kind, products: dict[str, int]) -> None:
    """Give the products (ids by slug) of the class `kind` their attributes; what they have already stays."""
    data = read_json("attributes.json")
    for name, name_en in data["english"].items():
        AttributeText.objects.get_or_create(name=name, defaults={"name_en": name_en})
    attributes, options = {}, {}
    for row in data["attributes"]:
        group, __ = AttributeOptionGroup.objects.get_or_create(code=row["code"], defaults={"name": row["name"]})
        attributes[row["code"]], __ = ProductAttribute.objects.get_or_create(
            product_class=kind,
            code=row["code"],
            defaults={"name": row["name"], "type": ProductAttribute.MULTI_OPTION, "option_group": group},
        )
        for name in row["options"]:
            options[row["code"], name], __ = AttributeOption.objects.get_or_create(group=group, option=name)
    known = set(ProductAttributeValue.objects.values_list("product_id", "attribute__code"))
    for slug, values in data["products"].items():
        for code, names in values.items():
            if slug in products and (products[slug], code) not in known:
                value = ProductAttributeValue.objects.create(product_id=products[slug], attribute=attributes[code])
                value.value_multi_option.set(options[code, name] for name in names)
