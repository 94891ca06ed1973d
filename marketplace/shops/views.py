"""Pages of a person, wherever she works: invitations to shops, the end of assisted mode."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import View

from marketplace.shops.assistance import SESSION_KEY, end
from marketplace.shops.membership import answer, invitations_for
from marketplace.shops.models import Assistance, ShopInvitation
from marketplace.shops.people import CHOSEN_SHOP, shop_of
from marketplace.shops.services import NotAllowed


class InvitationsView(LoginRequiredMixin, View):
    """Whoever has signed in: shops that have invited her phone number, to accept or decline."""

    def get(self, request):
        return render(request, "onboarding/invitations.html", {"invitations": invitations_for(request.user)})

    def post(self, request):
        waiting = ShopInvitation.objects.filter(phone=request.user.phone)
        key = request.POST.get("invitation", "")
        invitation = get_object_or_404(waiting, pk=int(key) if key.isdecimal() else 0)
        try:
            person = answer(invitation, request.user, accepts=request.POST.get("answer") == "accept")
        except NotAllowed as refusal:
            messages.error(request, str(refusal))
            person = None
        if person is None:
            return redirect("sell:invitations")
        request.session[CHOSEN_SHOP] = person.shop_id
        messages.success(request, _("You work in %(shop)s now.") % {"shop": person.shop.name})
        return redirect("sell:start")


class EndAssistanceView(LoginRequiredMixin, View):
    """The officer or the seller ends assisted mode."""

    http_method_names = ["post"]

    def post(self, request, pk):
        mine = Assistance.objects.filter(Q(officer=request.user) | Q(seller=request.user))
        assistance = end(get_object_or_404(mine, pk=pk), request.user)
        request.session.pop(SESSION_KEY, None)
        messages.success(request, _("The assistance has ended."))
        if assistance.seller_id != request.user.pk:
            return redirect("union:home")
        return redirect("workspace:home" if shop_of(request.user) else "sell:start")
