from dataclasses import dataclass

from django.contrib.auth.mixins import LoginRequiredMixin
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from marketplace.accounts.roles import area_of, handles_money
from marketplace.notifications.models import Notification
from marketplace.orders.queries import orders_of
from marketplace.orders.reviewing import listings_to_review
from marketplace.shops.models import Shop
from marketplace.training_bridge import works_in_training


@dataclass(frozen=True)
class Door:
    """A way on from the account's home. `count` is what waits behind it."""

    url: str
    icon: str
    title: str
    text: str
    count: int = 0


def door(name: str, icon: str, title: str, text: str, count: int = 0) -> Door | None:
    """The door to the page called `name`; None while there is no such page."""
    try:
        return Door(reverse(name), icon, title, text, count)
    except NoReverseMatch:
        return None


class HomeView(LoginRequiredMixin, TemplateView):
    """Everything of hers, one tap away. Open to whoever is signed in."""

    template_name = "customer/home.html"

    def get_context_data(self, **kwargs):
        user = self.request.user
        return super().get_context_data(
            latest_orders=orders_of(user)[:2], doors=_doors(user), work=_work(user), **kwargs
        )


def _doors(user) -> list[Door]:
    unread = Notification.objects.for_user(user).unread().count()
    to_review = listings_to_review(user).count()
    doors = [
        door("account:orders", "parcel", _("Orders"), _("Where your parcels are, and what you bought")),
        door("notifications:inbox", "bell", _("Notices"), _("News about your orders"), unread),
        door("account:wishes", "heart", _("Wish list"), _("What you liked and may buy later")),
        door("account:addresses", "place", _("Addresses"), _("Where your parcels go")),
        door("account:reviews", "message", _("Reviews"), _("Tell others how it was"), to_review),
        door("account:profile", "user", _("Profile and settings"), _("Name, phone, e-mail, password, notices")),
    ]
    return [one for one in doors if one]


def _work(user) -> list[Door]:
    """Doors to what she does here besides buying; each appears when there is such a page and she may open it."""
    doors = []
    if area_of(user):
        doors.append(door("union:home", "people", _("Union desk"), _("Shops and products of your area")))
    if handles_money(user):
        doors.append(door("finance:home", "wallet", _("Finance"), _("Payments, statements, payouts")))
    if works_in_training(user):
        doors.append(door("training:desk", "course", _("Training desk"), _("Classes, attendance, reports")))
    if Shop.objects.run_by(user).exists():
        doors.append(door("workspace:home", "shop", _("My shop"), _("Orders, products, money")))
    else:
        doors.append(door("sell:start", "shop", _("Sell with us"), _("Open a shop: an officer helps you")))
    doors.append(door("training:mine", "course", _("My courses"), _("Classes and certificates")))
    if user.is_staff:
        doors.append(door("dashboard:index", "chart", _("Dashboard"), _("Catalogue, orders, offers, users")))
        doors.append(door("admin:index", "lock", _("Administration"), _("Everything else")))
    return [one for one in doors if one]
