"""Oscar's lists of products without Haystack: the same templates, the rows straight from SQL.

Nothing else differs: products come with `base_queryset`, Oscar's own set of prefetched relations.
"""

from types import SimpleNamespace

from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.views.generic import ListView
from oscar.core.loading import get_class, get_model

Category = get_model("catalogue", "Category")
Product = get_model("catalogue", "Product")
SearchForm = get_class("search.forms", "BrowseCategoryForm")


class CatalogueView(ListView):
    """All products, the newest first."""

    template_name = "oscar/catalogue/browse.html"
    context_object_name = "products"
    paginate_by = 20

    def get_queryset(self):
        return Product.objects.browsable().base_queryset().order_by("-date_created", "-pk")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        # Oscar's templates take each product from a Haystack result.
        page = context["page_obj"]
        page.object_list = [SimpleNamespace(object=product) for product in page.object_list]
        form = SearchForm(self.request.GET)
        return context | {"products": page.object_list, "page": page, "form": form, "search_form": form}


class CategoryView(CatalogueView):
    """A category with those below it."""

    template_name = "oscar/catalogue/category.html"

    def get_queryset(self):
        self.category = get_object_or_404(Category, pk=self.kwargs["pk"], is_public=True)
        categories = self.category.get_descendants_and_self()
        below = Product.categories.through.objects.filter(category__in=categories).values("product_id")
        return super().get_queryset().filter(pk__in=below)

    def get_context_data(self, **kwargs):
        return super().get_context_data(category=self.category, **kwargs)


class SearchView(CatalogueView):
    """What has the words in its title or description."""

    template_name = "oscar/search/results.html"
    context_object_name = "results"

    def get_queryset(self):
        text = self.request.GET.get("q", "")
        return super().get_queryset().filter(Q(title__icontains=text) | Q(description__icontains=text))

    def get_context_data(self, **kwargs):
        return super().get_context_data(query=self.request.GET.get("q", ""), **kwargs)
