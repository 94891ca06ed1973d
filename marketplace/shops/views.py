"""What both sides of assisted mode need, wherever they are."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views import View

from marketplace.shops.assistance import SESSION_KEY, end
from marketplace.shops.models import Assistance


class EndAssistanceView(LoginRequiredMixin, View):
    """The officer or the seller ends assisted mode."""

    http_method_names = ["post"]

    def post(self, request, pk):
        mine = Assistance.objects.filter(Q(officer=request.user) | Q(seller=request.user))
        assistance = end(get_object_or_404(mine, pk=pk), request.user)
        request.session.pop(SESSION_KEY, None)
        messages.success(request, _("The assistance has ended."))
        return redirect("account:home" if assistance.seller_id == request.user.pk else "union:home")
