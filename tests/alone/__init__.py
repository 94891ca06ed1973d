"""A project of its own around `training`: another user, no marketplace, no Oscar. `tests/training` runs in it too."""
