from marketplace.shipping.methods import PerShopDelivery


class Repository:
    """The one way to send: each shop its own parcel."""

    def get_shipping_methods(self, basket, shipping_addr=None, **kwargs):
        return [PerShopDelivery(shipping_addr)]

    def get_default_shipping_method(self, basket, shipping_addr=None, **kwargs):
        return PerShopDelivery(shipping_addr)
