"""The payouts of a run for the bank: one file to upload, or one QR code each."""

from django.utils.translation import gettext as _

from marketplace.ledger.models import Payout, PayoutRun
from marketplace.ledger.workbooks import workbook
from marketplace.payments import vietqr
from marketplace.places.folding import fold


def batch_file(run: PayoutRun) -> bytes:
    """An XLSX of the transfers that are still to be made: banks' batch forms ask for these columns.

    Names are without marks and in capitals, as banks write them; the purpose carries the payout's reference.
    """
    header = [
        _("No."),
        _("Account number"),
        _("Account holder"),
        _("Bank"),
        _("Bank's BIN"),
        _("Amount"),
        _("Transfer note"),
    ]
    waiting = run.payouts.filter(state=Payout.State.ORDERED).order_by("pk")
    rows = []
    for place, payout in enumerate(waiting, start=1):
        receiver = (payout.account_number, plain(payout.account_holder), payout.bank_name, payout.bank_bin)
        rows.append([place, *receiver, int(payout.amount), payout.reference])
    return workbook(_("Payouts"), header, rows)


def qr_of(payout: Payout) -> str:
    """The QR code of one payout, as SVG."""
    amount = int(payout.amount)
    return vietqr.svg(vietqr.payload(payout.bank_bin, payout.account_number, amount, payout.reference))


def plain(name: str) -> str:
    """As banks write names: `NGUYEN THI SEN`."""
    return fold(name).upper()
