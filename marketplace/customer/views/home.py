from dataclasses import dataclass

from django.contrib.auth.mixins import LoginRequiredMixin
from django.urls import reverse
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
    """A way on from the account's home, to the page called `name`. `count` is what waits behind it."""

    name: str
    icon: str
    title: str
    text: str
    count: int = 0

    @property
    def url(self) -> str:
        return reverse(self.name)


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
    return [
        Door("account:orders", "parcel", _("Orders"), _("Where your parcels are, and what you bought")),
        Door("notifications:inbox", "bell", _("Notices"), _("News about your orders"), unread),
        Door("account:wishes", "heart", _("Wish list"), _("What you liked and may buy later")),
        Door("account:addresses", "place", _("Addresses"), _("Where your parcels go")),
        Door("account:reviews", "message", _("Reviews"), _("Tell others how it was"), to_review),
        Door("account:profile", "user", _("Profile and settings"), _("Name, phone, e-mail, password, notices")),
    ]


def _work(user) -> list[Door]:
    """Doors to what she does here besides buying: the desks that she may open."""
    doors = []
    if area_of(user):
        doors.append(Door("union:home", "people", _("Union desk"), _("Shops and products of your area")))
    if handles_money(user):
        doors.append(Door("finance:home", "wallet", _("Finance"), _("Payments, statements, payouts")))
    if works_in_training(user):
        doors.append(Door("training:desk", "course", _("Training desk"), _("Classes, attendance, reports")))
    if Shop.objects.run_by(user).exists():
        doors.append(Door("workspace:home", "shop", _("My shop"), _("Orders, products, money")))
    else:
        doors.append(Door("sell:start", "shop", _("Sell with us"), _("Open a shop: an officer helps you")))
    doors.append(Door("training:mine", "course", _("My courses"), _("Classes and certificates")))
    if user.is_staff:
        doors.append(Door("dashboard:index", "chart", _("Dashboard"), _("Catalogue, orders, offers, users")))
        doors.append(Door("admin:index", "lock", _("Administration"), _("Everything else")))
    return doors
