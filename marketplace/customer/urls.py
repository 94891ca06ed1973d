"""Under `/account/`: all that is hers. Signing in and out is under `/accounts/`."""

from django.urls import path

from marketplace.customer.views import addresses, home, orders, profile, reviews, wishes

app_name = "account"

urlpatterns = [
    path("", home.HomeView.as_view(), name="home"),
    path("profile/", profile.ProfileView.as_view(), name="profile"),
    path("orders/", orders.OrdersView.as_view(), name="orders"),
    path("orders/<str:number>/", orders.OrderView.as_view(), name="order"),
    path("addresses/", addresses.AddressesView.as_view(), name="addresses"),
    path("addresses/new/", addresses.EditView.as_view(), name="address-new"),
    path("addresses/<int:pk>/", addresses.EditView.as_view(), name="address"),
    path("addresses/<int:pk>/remove/", addresses.ChangeView.as_view(), {"action": "remove"}, name="address-remove"),
    path("addresses/<int:pk>/first/", addresses.ChangeView.as_view(), {"action": "first"}, name="address-first"),
    path("wishes/", wishes.WishesView.as_view(), name="wishes"),
    path("wishes/<slug:slug>/", wishes.WishView.as_view(), name="wish"),
    path("reviews/", reviews.ReviewsView.as_view(), name="reviews"),
    path("reviews/<slug:slug>/", reviews.WriteView.as_view(), name="review"),
]
