from django.urls import path

from marketplace.ui.views import styleguide, styleguide_desk

app_name = "ui"
urlpatterns = [
    path("styleguide/", styleguide, name="styleguide"),
    path("styleguide/desk/", styleguide_desk, name="styleguide_desk"),
]
