from django.urls import path

from marketplace.storefront.pages import PAGES, InformationPage

app_name = "pages"

urlpatterns = [path(f"{address}/", InformationPage.as_view(page=name), name=name) for name, address in PAGES.items()]
