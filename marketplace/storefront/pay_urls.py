from django.urls import path

from marketplace.storefront import paying

app_name = "pay"

urlpatterns = [
    path("<str:signed>/", paying.PayView.as_view(), name="show"),
    path("<str:signed>/state/", paying.StateView.as_view(), name="state"),
    path("<str:signed>/qr.png", paying.QrPictureView.as_view(), name="qr"),
    path("<str:signed>/card/", paying.CardView.as_view(), name="card"),
    path("<str:signed>/return/", paying.ReturnView.as_view(), name="return"),
]
