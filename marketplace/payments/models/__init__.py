from marketplace.payments.models.payments import Payment, Receipt, Refund, RefundLine
from marketplace.payments.models.statements import BankLayout, BankLine, StatementUpload
from marketplace.payments.models.stripe import StripeEvent

__all__ = [
    "BankLayout",
    "BankLine",
    "Payment",
    "Receipt",
    "Refund",
    "RefundLine",
    "StatementUpload",
    "StripeEvent",
]
