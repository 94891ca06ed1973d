from celery import shared_task

from marketplace.ledger.payouts import start_run


@shared_task
def order_payout_run() -> int | None:
    """Order a run of what is due; its number, None when nothing is. Run twice, the second finds nothing."""
    run = start_run()
    return run.pk if run else None
