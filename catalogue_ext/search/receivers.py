"""Everything that changes what a listing is found by, or whether it may be shown."""

from django.db import transaction
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save
from django.dispatch import receiver
from oscar.core.loading import get_model

from catalogue_ext.models import CategoryText, Listing, OcopCertificate
from catalogue_ext.search import suggestions, synonyms, tasks
from catalogue_ext.search.indexing import reindex
from catalogue_ext.search.models import SynonymGroup

Category = get_model("catalogue", "Category")
Maker = get_model("shops", "Maker")
Partner = get_model("partner", "Partner")
Product = get_model("catalogue", "Product")
ProductAttributeValue = get_model("catalogue", "ProductAttributeValue")
ProductCategory = get_model("catalogue", "ProductCategory")
Shop = get_model("shops", "Shop")


@receiver([post_save, post_delete], sender=Listing, dispatch_uid="search_follows_listings")
def follow_listing(sender, instance: Listing, raw=False, **kwargs) -> None:
    if not raw:
        reindex([instance.pk])


@receiver([post_save, post_delete], sender=OcopCertificate, dispatch_uid="search_follows_certificates")
def follow_certificate(sender, instance: OcopCertificate, raw=False, **kwargs) -> None:
    if not raw:
        reindex([instance.listing_id])


@receiver(post_save, sender=Product, dispatch_uid="search_follows_products")
@receiver([post_save, post_delete], sender=ProductCategory, dispatch_uid="search_follows_product_categories")
@receiver([post_save, post_delete], sender=ProductAttributeValue, dispatch_uid="search_follows_attributes")
@receiver(m2m_changed, sender=Product.categories.through, dispatch_uid="search_follows_categories_of_products")
@receiver(m2m_changed, sender=ProductAttributeValue.value_multi_option.through, dispatch_uid="search_follows_options")
def follow_product(sender, instance: Model, raw=False, created=False, **kwargs) -> None:
    is_new_product = created and isinstance(instance, Product)  # it has no listing yet
    if not raw and not is_new_product:
        product_id = instance.pk if isinstance(instance, Product) else getattr(instance, "product_id", None)
        reindex(Listing.objects.filter(product_id=product_id).values_list("pk", flat=True))


@receiver([post_save], sender=Shop, dispatch_uid="search_follows_shops")
def follow_shop(sender, instance: Shop, raw=False, created=False, **kwargs) -> None:
    suggestions.known_shops.forget()
    if not raw and not created:
        tasks.reindex_shop(instance.pk)


@receiver([post_save], sender=Partner, dispatch_uid="search_follows_names_of_shops")
def follow_partner(sender, instance: Partner, raw=False, created=False, **kwargs) -> None:
    suggestions.known_shops.forget()
    if not raw and not created:
        for pk in Shop.objects.filter(partner=instance).values_list("pk", flat=True):
            tasks.reindex_shop(pk)


@receiver([post_save, pre_delete], sender=Maker, dispatch_uid="search_follows_makers")
def follow_maker(sender, instance: Maker, raw=False, created=False, **kwargs) -> None:
    if not raw and not created:
        ids = list(Listing.objects.filter(maker=instance).values_list("pk", flat=True))
        reindex(ids) if kwargs["signal"] is post_save else transaction.on_commit(lambda: reindex(ids))


@receiver(pre_save, sender=Category, dispatch_uid="search_compares_categories")
def compare_category(sender, instance: Category, **kwargs) -> None:
    before = Category.objects.filter(pk=instance.pk).values_list("name", "path").first()
    instance.is_told_otherwise = before is not None and before != (instance.name, instance.path)


@receiver([post_save, post_delete], sender=Category, dispatch_uid="search_follows_categories")
def follow_category(sender, instance: Category, raw=False, **kwargs) -> None:
    suggestions.known_categories.forget()
    if not raw and (kwargs["signal"] is post_delete or instance.is_told_otherwise):
        pk = instance.pk
        transaction.on_commit(lambda: tasks.reindex_category.delay(pk))


@receiver(pre_save, sender=CategoryText, dispatch_uid="search_compares_names_of_categories")
def compare_category_text(sender, instance: CategoryText, **kwargs) -> None:
    before = CategoryText.objects.filter(pk=instance.pk).values_list("name_en", flat=True).first()
    instance.is_told_otherwise = before != instance.name_en


@receiver(post_save, sender=CategoryText, dispatch_uid="search_follows_names_of_categories")
def follow_category_text(sender, instance: CategoryText, raw=False, **kwargs) -> None:
    suggestions.known_categories.forget()
    if not raw and instance.is_told_otherwise:
        pk = instance.category_id
        transaction.on_commit(lambda: tasks.reindex_category.delay(pk))


@receiver([post_save, post_delete], sender=SynonymGroup, dispatch_uid="search_follows_synonyms")
def follow_synonyms(sender, **kwargs) -> None:
    synonyms.synonyms.forget()
