from allauth.account.adapter import get_adapter
from allauth.account.signals import password_reset
from django.db import transaction
from django.dispatch import receiver

from marketplace.accounts.addresses import Place, addresses_of, save_address
from marketplace.orders.signals import order_placed


@receiver(password_reset, dispatch_uid="new_password_forgives_wrong_ones")
def forgive(sender, request, user, **kwargs) -> None:
    get_adapter(request).forgive(request, user)


@receiver(order_placed, dispatch_uid="first_address_is_remembered")
def remember_address(sender, order, **kwargs) -> None:
    """Her first order fills her address book; what goes wrong with that does not touch the order."""
    if order.user_id:
        transaction.on_commit(lambda: _remember(order), robust=True)


def _remember(order) -> None:
    delivery = order.delivery
    if not addresses_of(order.user).exists():
        place = Place(delivery.full_name, delivery.phone, delivery.commune, delivery.address_line)
        save_address(order.user, place, is_default=True)
