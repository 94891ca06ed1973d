from django.urls import path

from marketplace.finance import bank, books, home, payouts, refunds, statements

app_name = "finance"

urlpatterns = [
    path("", home.HomeView.as_view(), name="home"),
    path("bank/", bank.BankView.as_view(), name="bank"),
    path("bank/sample/", bank.SampleView.as_view(), name="sample"),
    path("bank/files/<int:pk>/", bank.FileView.as_view(), name="file"),
    path("bank/lines/<int:pk>/", bank.LineView.as_view(), name="line"),
    path("bank/over/<str:reference>/", bank.OverpaidView.as_view(), name="overpaid"),
    path("bank/under/<str:reference>/", bank.UnderpaidView.as_view(), name="underpaid"),
    path("payouts/", payouts.PayoutsView.as_view(), name="payouts"),
    path("payouts/runs/<int:pk>/", payouts.RunView.as_view(), name="run"),
    path("payouts/runs/<int:pk>/file/", payouts.RunFileView.as_view(), name="run-file"),
    path("payouts/due/<int:pk>/", payouts.DueView.as_view(), name="due"),
    path("payouts/<str:reference>/", payouts.PayoutView.as_view(), name="payout"),
    path("refunds/", refunds.RefundsView.as_view(), name="refunds"),
    path("refunds/<int:pk>/", refunds.RefundView.as_view(), name="refund"),
    path("tax/", statements.TaxView.as_view(), name="tax"),
    path("tax/xlsx/", statements.TaxExportView.as_view(), name="tax-xlsx"),
    path("shops/", payouts.ShopsView.as_view(), name="shops"),
    path("shops/<int:pk>/", statements.ShopView.as_view(), name="shop"),
    path("shops/<int:pk>/pdf/", statements.ShopPdfView.as_view(), name="shop-pdf"),
    path("shops/<int:pk>/xlsx/", statements.ShopXlsxView.as_view(), name="shop-xlsx"),
    path("books/", books.BooksView.as_view(), name="books"),
    path("books/<slug:account>/", books.AccountView.as_view(), name="account"),
    path("books/<slug:account>/xlsx/", books.AccountExportView.as_view(), name="account-xlsx"),
    path("entries/<int:pk>/", books.EntryView.as_view(), name="entry"),
    path("orders/<str:number>/", books.OrderView.as_view(), name="order"),
]
