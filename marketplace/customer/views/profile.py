from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from marketplace.customer.forms import NoticeSettingsForm, ProfileForm
from marketplace.notifications.models import NoticeSettings


class ProfileView(LoginRequiredMixin, TemplateView):
    """Her name, the ways to reach her, her password, and what she wants to hear. Open to whoever is signed in."""

    template_name = "customer/profile.html"

    def get_context_data(self, **kwargs):
        user = self.request.user
        settings = NoticeSettings.objects.filter(user=user).first() or NoticeSettings(user=user)
        data = self.request.POST or None
        return super().get_context_data(
            form=ProfileForm(data, instance=user), notices=NoticeSettingsForm(data, instance=settings), **kwargs
        )

    def post(self, request, *args, **kwargs):
        context = self.get_context_data(**kwargs)
        forms = context["form"], context["notices"]
        if any(form.errors for form in forms):
            request.user.refresh_from_db()
            return self.render_to_response(context)
        for form in forms:
            form.save()
        messages.success(request, _("Your settings are saved."))
        return redirect("account:profile")
