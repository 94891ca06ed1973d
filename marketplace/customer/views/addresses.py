from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import FormView, ListView

from marketplace.accounts.addresses import addresses_of, make_default, remove_address, save_address
from marketplace.customer.forms import AddressForm


class AddressesView(LoginRequiredMixin, ListView):
    """Her own address book. Open to whoever is signed in."""

    template_name = "customer/addresses.html"
    context_object_name = "addresses"

    def get_queryset(self):
        return addresses_of(self.request.user)


class EditView(LoginRequiredMixin, FormView):
    """A new address, or one of her own; another's is not found."""

    template_name = "customer/address_form.html"
    form_class = AddressForm
    success_url = reverse_lazy("account:addresses")

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.address = None
        if "pk" in kwargs and request.user.is_authenticated:
            self.address = get_object_or_404(addresses_of(request.user), pk=kwargs["pk"])

    def get_initial(self):
        if self.address:
            return AddressForm.initial_of(self.address)
        user = self.request.user
        return {"full_name": user.full_name, "phone": user.phone or ""}

    def get_context_data(self, **kwargs):
        return super().get_context_data(address=self.address, **kwargs)

    def form_valid(self, form):
        save_address(self.request.user, form.place(), is_default=form.cleaned_data["is_default"], address=self.address)
        messages.success(self.request, _("The address is saved."))
        return super().form_valid(form)


class ChangeView(LoginRequiredMixin, View):
    """Removes one of her own addresses, or uses it first; another's is not found."""

    http_method_names = ["post"]

    def post(self, request, pk: int, action: str):
        address = get_object_or_404(addresses_of(request.user), pk=pk)
        if action == "remove":
            remove_address(address)
            messages.success(request, _("The address is removed."))
        else:
            make_default(address)
            messages.success(request, _("This address is used first now."))
        return redirect("account:addresses")
