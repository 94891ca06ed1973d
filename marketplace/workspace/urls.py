from django.urls import path

from marketplace.workspace import figures, orders, products, shop, talk, today, writing

app_name = "workspace"

urlpatterns = [
    path("", today.TodayView.as_view(), name="home"),
    path("orders/", orders.OrdersView.as_view(), name="orders"),
    path("orders/<str:number>/", orders.OrderView.as_view(), name="order"),
    path("orders/<str:number>/slip/", orders.SlipView.as_view(), name="slip"),
    path("orders/<str:number>/returns/<int:pk>/", orders.ReturnView.as_view(), name="return"),
    path("orders/<str:number>/<slug:step>/", orders.StepView.as_view(), name="step"),
    path("products/", products.ProductsView.as_view(), name="products"),
    path("products/new/", writing.NewView.as_view(), name="new"),
    path("products/suggest/", writing.SuggestView.as_view(), name="suggest"),
    path("products/you-receive/", writing.YouReceiveView.as_view(), name="you-receive"),
    path("products/draft/<uuid:client_id>/", writing.DraftView.as_view(), name="draft"),
    path("products/draft/<uuid:client_id>/more/", writing.MoreView.as_view(), name="more"),
    path("products/draft/<uuid:client_id>/save/", writing.SaveView.as_view(), name="save"),
    path("products/draft/<uuid:client_id>/pictures/", writing.PicturesView.as_view(), name="pictures"),
    path("products/draft/<uuid:client_id>/take-back/", writing.TakeBackView.as_view(), name="take-back"),
    path("products/draft/<uuid:client_id>/discard/", writing.DiscardView.as_view(), name="discard"),
    path("products/pictures/<int:pk>/", writing.PictureView.as_view(), name="picture"),
    path("products/pictures/<int:pk>/original/", writing.OriginalView.as_view(), name="original"),
    path("products/<int:pk>/", products.ProductView.as_view(), name="product"),
    path("products/<int:pk>/edit/", products.EditView.as_view(), name="edit"),
    path("products/<int:pk>/pause/", products.PauseView.as_view(), name="pause"),
    path("products/<int:pk>/variant/", products.VariantView.as_view(), name="variant"),
    path("messages/", talk.TalkView.as_view(), name="talk"),
    path("messages/<int:pk>/", talk.ConversationView.as_view(), name="conversation"),
    path("reviews/", talk.ReviewsView.as_view(), name="reviews"),
    path("reviews/<int:pk>/reply/", talk.ReplyView.as_view(), name="reply"),
    path("shop/", shop.ShopView.as_view(), name="shop"),
    path("shop/pause/", shop.PauseShopView.as_view(), name="pause-shop"),
    path("shop/makers/", shop.MakersView.as_view(), name="makers"),
    path("shop/makers/new/", shop.MakerView.as_view(), name="maker-new"),
    path("shop/makers/<int:pk>/", shop.MakerView.as_view(), name="maker"),
    path("figures/", figures.FiguresView.as_view(), name="figures"),
]
