"""Under `/accounts/`: allauth's pages, with ours for a forgotten password (by phone as well)."""

from allauth.account import urls as allauth_urls
from django.urls import include, path

from marketplace.customer import reset

urlpatterns = [
    path("password/reset/", reset.AskView.as_view(), name="account_reset_password"),
    path("password/reset/confirm/", reset.ConfirmView.as_view(), name="account_confirm_password_reset_code"),
    path("password/reset/complete/", reset.CompleteView.as_view(), name="account_complete_password_reset"),
    path("2fa/", include("allauth.mfa.urls")),
    *allauth_urls.urlpatterns,
]
