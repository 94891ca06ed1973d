from training import conf


def training(request) -> dict[str, str]:
    """The templates that this app's pages extend: the project's, or its own plain ones."""
    return {
        "training_base": conf.get("TRAINING_BASE_TEMPLATE"),
        "training_desk_base": conf.get("TRAINING_DESK_TEMPLATE"),
    }
