from marketplace.ledger.models.books import Account, Entry, Posting
from marketplace.ledger.models.payouts import AccountAccess, Payout, PayoutItem, PayoutRun
from marketplace.ledger.models.rates import CategorySupply, CommissionRule, Supply, TaxRate
from marketplace.ledger.models.terms import SaleTerms

__all__ = [
    "Account",
    "AccountAccess",
    "CategorySupply",
    "CommissionRule",
    "Entry",
    "Payout",
    "PayoutItem",
    "PayoutRun",
    "Posting",
    "SaleTerms",
    "Supply",
    "TaxRate",
]
