from oscar.apps.basket import middleware


class BasketMiddleware(middleware.BasketMiddleware):
    """Oscar's; offers are asked for where the basket's lines came with news of any."""

    def apply_offers_to_basket(self, request, basket) -> None:
        if basket.has_offers:
            super().apply_offers_to_basket(request, basket)
