from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView
from oscar.apps.basket.views import VoucherAddView
from oscar.core.loading import get_model

from catalogue_ext.models import Listing
from marketplace.basket.forms import AddForm, QuantityForm
from marketplace.orders import saved
from marketplace.orders.baskets import NotAvailable, add_product, by_shop, change_quantity
from marketplace.redirects import asked_page

Product = get_model("catalogue", "Product")


class BasketView(TemplateView):
    """The basket of who asks, grouped by shop. Open to everyone."""

    template_name = "basket/basket.html"

    def get_context_data(self, **kwargs):
        basket = self.request.basket
        lines = basket.all_lines()
        saved_basket = saved.find_saved(self.request)
        if saved_basket:
            saved_basket.strategy = self.request.strategy
        vouchers = basket.vouchers.all() if basket.has_vouchers else []
        typed = self.request.GET.get("voucher", "")
        return super().get_context_data(
            groups=by_shop(lines),
            basket_count=sum(line.quantity for line in lines),
            discounts=[*basket.voucher_discounts, *basket.offer_discounts] if lines else [],
            vouchers=vouchers,
            refused_code="" if typed.upper() in {voucher.code for voucher in vouchers} else typed,
            short_lines=[
                line for line in lines if not line.purchase_info.availability.is_purchase_permitted(line.quantity)[0]
            ],
            saved_lines=saved_basket.all_lines() if saved_basket else [],
            **kwargs,
        )


class AddView(View):
    """Put a product into the basket. Open to everyone."""

    http_method_names = ["post"]

    def post(self, request, pk: int):
        listing = get_object_or_404(Listing.objects.on_sale().select_related("product", "shop__partner"), product_id=pk)
        product = Product.objects.select_related("listing__shop__partner").prefetch_related("stockrecords").get(pk=pk)
        form = AddForm(request.POST)
        if not form.is_valid():
            messages.error(request, _("Choose a number of pieces from 1 up."))
            return redirect(listing)
        try:
            add_product(request.basket, product, form.cleaned_data["quantity"])
        except NotAvailable as error:
            messages.error(request, str(error))
            return redirect(listing)
        if "buy_now" in request.POST:
            return redirect("checkout:index")
        messages.success(request, _("“%(title)s” is in your basket.") % {"title": listing.title}, extra_tags="basket")
        return redirect(asked_page(request) or listing)


class VoucherView(VoucherAddView):
    """Oscar's; the answer stands by the field, which keeps a code that was refused. Open to everyone."""

    def form_valid(self, form):
        super().form_valid(form)
        query = urlencode({"voucher": form.cleaned_data["code"]})
        return redirect(f"{reverse('basket:summary')}?{query}#voucher")


class LineView(View):
    """Change, remove or keep for later one line of one's own basket."""

    http_method_names = ["post"]

    def post(self, request, pk: int):
        line = next((line for line in request.basket.all_lines() if line.pk == pk), None)
        if line is None:
            raise Http404
        response = redirect(reverse("basket:summary"))
        action = request.POST.get("action", "update")
        title = line.product.listing.title
        if action == "remove":
            line.delete()
            messages.info(request, _("“%(title)s” was taken out of your basket.") % {"title": title})
        elif action == "save":
            saved.remember(response, saved.save_for_later(request, line))
            messages.info(request, _("“%(title)s” is kept for later.") % {"title": title})
        else:
            self._change_quantity(request, line)
        return response

    def _change_quantity(self, request, line) -> None:
        form = QuantityForm(request.POST)
        if not form.is_valid():
            messages.error(request, _("Choose a number of pieces from 0 up."))
            return
        try:
            change_quantity(line, form.cleaned_data["quantity"])
        except NotAvailable as error:
            messages.error(request, str(error))


class SavedLineView(View):
    """Bring back or forget one thing kept for later of one's own."""

    http_method_names = ["post"]

    def post(self, request, pk: int):
        basket = saved.find_saved(request)
        if basket is None:
            raise Http404
        line = get_object_or_404(basket.lines, pk=pk)
        if request.POST.get("action") == "remove":
            line.delete()
        else:
            saved.back_to_basket(request, line)
        return redirect("basket:summary")
