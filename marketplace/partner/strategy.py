"""“Can she buy it?” has one answer: Oscar's strategy, with the state of the listing and of its shop."""

from oscar.apps.partner import strategy

from catalogue_ext.availability import availability_policy


class ListingRequired:
    """Availability policy: what is not on sale cannot be bought, what is made to order needs no stock."""

    def availability_policy(self, product, stockrecord):
        return availability_policy(getattr(product, "listing", None), stockrecord)


class MarketplaceStrategy(strategy.UseFirstStockRecord, ListingRequired, strategy.NoTax, strategy.Structured):
    """Prices include tax (the seller's price is what the buyer pays), in whole đồng."""

    def fetch_for_line(self, line, stockrecord=None):
        return self.fetch_for_product(line.product, line.stockrecord)


class Selector:
    def strategy(self, request=None, user=None, **kwargs):
        return MarketplaceStrategy(request)
