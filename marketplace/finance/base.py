"""What every page of the finance desk has."""

from django.views.generic import TemplateView

from marketplace.accounts.roles import FinanceRequired
from marketplace.finance import queries
from marketplace.ledger.models import AccountAccess


class Desk(FinanceRequired, TemplateView):
    """Finance staff only; every page knows what waits for a decision."""

    def get_context_data(self, **kwargs):
        return super().get_context_data(num_decide=queries.num_to_decide(), **kwargs)


def note_access(request, subject: str) -> None:
    """Somebody is shown a whole account number: who, when and what for is kept (Decree 356/2025)."""
    AccountAccess.objects.create(user=request.user, subject=subject)
