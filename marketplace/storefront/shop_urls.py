from django.urls import path

from marketplace.storefront import shops

app_name = "shops"

urlpatterns = [
    path("", shops.ShopListView.as_view(), name="list"),
    path("<slug:slug>/", shops.ShopDetailView.as_view(), name="detail"),
]
