from django.urls import path

from marketplace.orders import pages, views

app_name = "orders"

urlpatterns = [
    path("messages/", pages.ConversationsView.as_view(), name="conversations"),
    path("ask/<int:product>/", pages.ProductQuestionView.as_view(), name="ask-shop"),
    path("pictures/<str:kind>/<int:pk>/", pages.PictureView.as_view(), name="picture"),
    path("<str:signed>/", views.TrackView.as_view(), name="track"),
    path("<str:signed>/who/", views.ProveView.as_view(), name="prove"),
    path("<str:signed>/<int:part>/cancel/", views.CancelView.as_view(), name="cancel"),
    path("<str:signed>/<int:part>/received/", views.ReceivedView.as_view(), name="received"),
    path("<str:signed>/<int:part>/messages/", views.MessagesView.as_view(), name="messages"),
    path("<str:signed>/<int:part>/return/", views.AskReturnView.as_view(), name="ask-return"),
    path("<str:signed>/<int:part>/return/<int:pk>/", views.ReturnView.as_view(), name="return"),
]
