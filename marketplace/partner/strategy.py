"""“Can she buy it?” has one answer: Oscar's strategy, with the state of the listing and of its shop."""

from oscar.apps.partner import strategy
from oscar.apps.partner.availability import Available, StockRequired, Unavailable


class ListingRequired:
    """Availability policy: what is not on sale cannot be bought, what is made to order needs no stock."""

    def availability_policy(self, product, stockrecord):
        listing = getattr(product, "listing", None)
        if stockrecord is None or listing is None or not listing.is_on_sale:
            return Unavailable()
        if listing.is_made_to_order:
            return Available()
        return StockRequired(stockrecord.net_stock_level)


class MarketplaceStrategy(strategy.UseFirstStockRecord, ListingRequired, strategy.NoTax, strategy.Structured):
    """Prices include tax (the seller's price is what the buyer pays), in whole đồng."""

    def fetch_for_line(self, line, stockrecord=None):
        return self.fetch_for_product(line.product, line.stockrecord)


class Selector:
    def strategy(self, request=None, user=None, **kwargs):
        return MarketplaceStrategy(request)
