"""The first page of the Union desk."""

from django.views.generic import TemplateView

from marketplace.accounts.roles import OfficerRequired
from marketplace.orders.models import ReturnRequest
from marketplace.union import queries
from marketplace.union.disputes import disputes_of
from marketplace.union.listings import revisions_of


class HomeView(OfficerRequired, TemplateView):
    """Union officers: what waits in their area."""

    template_name = "union/home.html"

    def get_context_data(self, **kwargs):
        area = self.request.area
        waiting = queries.applications_of(area).waiting()
        return super().get_context_data(
            applications=waiting[:5],
            num_applications=waiting.count(),
            deadline=queries.review_deadline(),
            orders=queries.waiting_orders(area)[:5],
            num_orders=queries.waiting_orders(area).count(),
            num_listings=revisions_of(area).waiting().count(),
            num_disputes=disputes_of(area).filter(state=ReturnRequest.State.DISPUTED).count(),
            num_certificates=queries.ending_certificates(area).count() + queries.ending_papers(area).count(),
            num_quiet=queries.quiet_shops(area).count(),
            **kwargs,
        )


class OrdersView(OfficerRequired, TemplateView):
    """Union officers: orders of their area that wait too long for their shop."""

    template_name = "union/orders.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(orders=queries.waiting_orders(self.request.area)[:200], **kwargs)


class CertificatesView(OfficerRequired, TemplateView):
    """Union officers: certificates of their area that run out."""

    template_name = "union/certificates.html"

    def get_context_data(self, **kwargs):
        area = self.request.area
        return super().get_context_data(
            certificates=queries.ending_certificates(area)[:200], papers=queries.ending_papers(area)[:200], **kwargs
        )
