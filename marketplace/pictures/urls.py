from django.urls import re_path

from marketplace.pictures.views import rendition

# Only the folders of public pictures: papers live elsewhere and never have a public address.
PUBLIC = r"(?P<name>(?:images/products|categories|shops|makers|courses)/[\w/.-]+)"

urlpatterns = [
    re_path(
        rf"^media/renditions/(?P<slot>[a-z]+)/(?P<width>\d{{2,4}})/{PUBLIC}\.(?P<suffix>avif|webp)$",
        lambda request, width, **kwargs: rendition(request, width=int(width), **kwargs),
        name="rendition",
    )
]
