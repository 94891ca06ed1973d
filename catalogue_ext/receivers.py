"""Keeps listings in step with what Oscar's own screens change."""

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from oscar.core.loading import get_model

from catalogue_ext.freshness import catalogue_changed
from catalogue_ext.models import AttributeText, Listing
from catalogue_ext.services import refresh_listings

StockRecord = get_model("partner", "StockRecord")
ProductReview = get_model("reviews", "ProductReview")


@receiver([post_save, post_delete], sender=StockRecord, dispatch_uid="listing_follows_stock")
@receiver([post_save, post_delete], sender=ProductReview, dispatch_uid="listing_follows_reviews")
def follow(sender, instance, raw=False, **kwargs) -> None:
    if not raw and instance.product_id:
        refresh_listings([instance.product_id])


@receiver(
    [post_save, post_delete],
    sender=get_model("catalogue", "Category"),
    dispatch_uid="catalogue_follows_categories",
)
@receiver([post_save, post_delete], sender=AttributeText, dispatch_uid="catalogue_follows_attribute_texts")
@receiver([post_save, post_delete], sender=Listing, dispatch_uid="catalogue_follows_listings")
@receiver([post_save, post_delete], sender=get_model("shops", "Shop"), dispatch_uid="catalogue_follows_shops")
def forget_cached_results(sender, **kwargs) -> None:
    catalogue_changed()
