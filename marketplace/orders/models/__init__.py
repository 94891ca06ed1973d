from marketplace.orders.models.orders import Delivery, Role, SellerOrder, SellerOrderEvent, Transition
from marketplace.orders.models.parcels import Carrier, Parcel

__all__ = ["Carrier", "Delivery", "Parcel", "Role", "SellerOrder", "SellerOrderEvent", "Transition"]
