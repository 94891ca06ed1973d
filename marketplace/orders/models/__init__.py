from marketplace.orders.models.benefits import AmountOff, GoodsWorth, PercentOff
from marketplace.orders.models.conversations import Conversation, ConversationAccess, Message, MessagePicture
from marketplace.orders.models.delivery import CollectionPoint, DeliveryRate, DeliveryTerms, Zone
from marketplace.orders.models.offers import Bearer, LineDiscount, OfferTerms
from marketplace.orders.models.orders import Delivery, Role, SellerOrder, SellerOrderEvent, Transition
from marketplace.orders.models.parcels import Carrier, Parcel
from marketplace.orders.models.returns import ReturnLine, ReturnPicture, ReturnRequest

__all__ = [
    "AmountOff",
    "Bearer",
    "Carrier",
    "CollectionPoint",
    "Conversation",
    "ConversationAccess",
    "Delivery",
    "DeliveryRate",
    "DeliveryTerms",
    "GoodsWorth",
    "LineDiscount",
    "Message",
    "MessagePicture",
    "OfferTerms",
    "Parcel",
    "PercentOff",
    "ReturnLine",
    "ReturnPicture",
    "ReturnRequest",
    "Role",
    "SellerOrder",
    "SellerOrderEvent",
    "Transition",
    "Zone",
]
