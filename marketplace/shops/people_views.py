"""The people of a shop: who they are, whom it invites."""

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from marketplace.accounts.forms import PhoneField
from marketplace.shops.membership import change_role, invite, remove, withdraw
from marketplace.shops.models import ShopPerson
from marketplace.shops.people import DUTIES, ShopRequired
from marketplace.shops.services import NotAllowed

WHAT_ROLES_DO = {
    ShopPerson.Role.OWNER: gettext_lazy("everything, and says who works here"),
    ShopPerson.Role.MANAGER: gettext_lazy("products, orders and figures"),
    ShopPerson.Role.PACKER: gettext_lazy("confirms, packs and hands over orders; sees no money"),
}


class InviteForm(forms.Form):
    phone = PhoneField(label=gettext_lazy("Her phone number"))
    role = forms.ChoiceField(label=gettext_lazy("What she does"), widget=forms.RadioSelect)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role, f"{role.label}: {what}") for role, what in WHAT_ROLES_DO.items()]


class PeopleView(ShopRequired, TemplateView):
    """Whoever works in the shop sees who does; its owners invite, change and remove."""

    template_name = "onboarding/people.html"

    def get_context_data(self, **kwargs):
        context = {"form": InviteForm(initial={"role": ShopPerson.Role.PACKER})} | kwargs
        return super().get_context_data(
            people=self.request.shop.people.select_related("user"),
            invitations=self.request.shop.invitations.filter(answered_at=None),
            roles=ShopPerson.Role.choices,
            shop=self.request.shop,
            duties={duty for duty, roles in DUTIES.items() if self.request.shop_role in roles},
            manages=self.request.shop_role in DUTIES["manage_people"],
            **context,
        )

    def post(self, request):
        form = InviteForm(request.POST)
        if form.is_valid():
            try:
                invite(request.shop, form.cleaned_data["phone"], form.cleaned_data["role"], request.user)
            except NotAllowed as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("She gets a message and can accept after signing in."))
                return redirect("sell:people")
        return self.render_to_response(self.get_context_data(form=form))


class PersonView(ShopRequired, TemplateView):
    """Owners change what somebody of their shop does, or let her go; everybody may leave herself."""

    http_method_names = ["post"]

    def post(self, request, pk):
        person = get_object_or_404(request.shop.people.select_related("shop", "user"), pk=pk)
        try:
            if "leave" in request.POST:
                remove(person, request.user)
            elif request.POST.get("role") in ShopPerson.Role.values:
                change_role(person, request.POST["role"], request.user)
        except NotAllowed as refusal:
            messages.error(request, str(refusal))
        return redirect("sell:people" if request.shop.people.filter(user=request.user).exists() else "sell:start")


class WithdrawView(ShopRequired, TemplateView):
    """Owners take back an invitation of their shop."""

    duty = "manage_people"
    http_method_names = ["post"]

    def post(self, request, pk):
        withdraw(get_object_or_404(request.shop.invitations, pk=pk), request.user)
        return redirect("sell:people")
