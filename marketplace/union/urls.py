from django.urls import path

from marketplace.union import applications, assist, disputes, figures, home, late, listings, shops

app_name = "union"

urlpatterns = [
    path("", home.HomeView.as_view(), name="home"),
    path("applications/", applications.QueueView.as_view(), name="applications"),
    path("applications/<int:pk>/", applications.ReviewView.as_view(), name="application"),
    path("applications/<int:pk>/decide/", applications.DecideView.as_view(), name="decide"),
    path("listings/", listings.ListingsView.as_view(), name="listings"),
    path("listings/<int:pk>/", listings.ListingView.as_view(), name="listing"),
    path("listings/<int:pk>/decide/", listings.DecideListingView.as_view(), name="decide-listing"),
    path("shops/", shops.ShopsView.as_view(), name="shops"),
    path("shops/<int:pk>/", shops.ShopView.as_view(), name="shop"),
    path("orders/", home.OrdersView.as_view(), name="orders"),
    path("orders/<str:number>/", late.LateOrderView.as_view(), name="late-order"),
    path("disputes/", disputes.DisputesView.as_view(), name="disputes"),
    path("disputes/<int:pk>/", disputes.DisputeView.as_view(), name="dispute"),
    path("certificates/", home.CertificatesView.as_view(), name="certificates"),
    path("figures/", figures.FiguresView.as_view(), name="figures"),
    path("figures/export/", figures.FiguresExportView.as_view(), name="figures-export"),
    path("assist/", assist.AssistView.as_view(), name="assist"),
]
