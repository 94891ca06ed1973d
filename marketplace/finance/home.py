"""The first page of the finance desk: money in, on the way, owed; and what waits."""

from marketplace.finance import queries
from marketplace.finance.base import Desk
from marketplace.ledger.declaration import due_on, next_to_declare
from marketplace.ledger.models import Account
from marketplace.ledger.payouts import due
from marketplace.ledger.periods import period_of, usual_periods
from marketplace.ledger.queries import EARNED, HAVE, ON_THE_WAY, OWED, balances, money_in


def rows_of(accounts, amounts: dict[str, int]) -> list[tuple]:
    """(account, its name, amount) for a list of figures."""
    return [(account.value, account.label, amounts[account]) for account in accounts]


class HomeView(Desk):
    """Finance staff: what we have, what is on the way, what we owe, what is to be done today."""

    template_name = "finance/home.html"

    def get_context_data(self, **kwargs):
        amounts = balances()
        period = period_of(self.request.GET)
        came = money_in(period.first, period.last)
        payable = [one for one in due() if one.is_payable]
        tax_month = next_to_declare()
        return super().get_context_data(
            period=period,
            periods=usual_periods(),
            came=[(account, Account(account).label, amount) for account, amount in came.items()],
            came_in_all=sum(came.values()),
            have=rows_of(HAVE, amounts),
            on_the_way=rows_of(ON_THE_WAY, amounts),
            owed=rows_of(OWED, amounts),
            earned=rows_of(EARNED, amounts),
            sums={
                name: sum(amounts[account] for account in accounts)
                for name, accounts in (("have", HAVE), ("on_the_way", ON_THE_WAY), ("owed", OWED), ("earned", EARNED))
            },
            num_payable=len(payable),
            payable=sum(one.amount for one in payable),
            refunds=queries.waiting_refunds(),
            payouts=queries.ordered_payouts(),
            tax_month=tax_month,
            tax_due=due_on(tax_month),
            **kwargs,
        )
