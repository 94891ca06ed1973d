from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.auth.views import LoginView
from django.urls import include, path

urlpatterns = i18n_patterns(
    path("training/", include("training.urls")),
    path("places/", include("marketplace.places.urls")),
    path("sign-in/", LoginView.as_view(), name="login"),
    path("admin/", admin.site.urls),
    prefix_default_language=False,
)
