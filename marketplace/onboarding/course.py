"""The onboarding course, as one line of the checklist: the bridge to the training module answers."""

from marketplace import training_bridge


def has_completed_onboarding(user) -> bool:
    """Whether she has completed it; False while the training module has no such course to ask about."""
    ask = getattr(training_bridge, "has_completed_onboarding", None)
    return bool(ask and ask(user))
