"""The one module of the marketplace that knows training."""

from marketplace.notifications.services import Addressee, notify
from training.certificates.queries import has_completed_onboarding
from training.models import Learner

__all__ = ["has_completed_onboarding", "notify_learner"]


def notify_learner(key: str, template: str, learner: Learner, context: dict) -> None:
    """Training's notices (`TRAINING_NOTIFIER`) go out as all our notices do; those with an account find them there."""
    account = learner.user
    to = Addressee(
        user=account,
        phone=learner.phone or (account.phone if account else "") or "",
        email=learner.email or (account.email if account else "") or "",
        language=learner.language,
    )
    notify(key, template, to, context)
