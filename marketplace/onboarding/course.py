"""The onboarding course, as one line of the checklist: the bridge to the training module answers."""

from importlib import import_module


def has_completed_onboarding(user) -> bool:
    """Whether she has completed it; False while there is no training module to ask."""
    try:
        bridge = import_module("marketplace.training_bridge")
    except ModuleNotFoundError:
        return False
    return bridge.has_completed_onboarding(user)
