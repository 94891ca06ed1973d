from django.urls import path

from marketplace.orders import views

app_name = "orders"

urlpatterns = [path("<str:signed>/", views.TrackView.as_view(), name="track")]
