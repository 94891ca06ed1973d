from django.contrib.auth.mixins import LoginRequiredMixin
from django.views.generic import ListView

from marketplace.notifications.models import Notification
from marketplace.notifications.services import mark_read


class InboxView(LoginRequiredMixin, ListView):
    """A person's own notices. Open to whoever is signed in; seeing the page is reading them."""

    template_name = "notifications/inbox.html"
    paginate_by = 20

    def get_queryset(self):
        return Notification.objects.for_user(self.request.user)

    def render_to_response(self, context, **kwargs):
        response = super().render_to_response(context, **kwargs)
        # What is new is marked as such on this page, and read from now on.
        response.add_post_render_callback(lambda __: mark_read(self.request.user))
        response["Cache-Control"] = "private, no-store"
        return response
