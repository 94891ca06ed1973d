class Refused(Exception):
    """What was asked for is against a rule; `str()` says why, for the screen."""

    def __init__(self, message, code: str = "refused"):
        super().__init__(str(message))
        self.code = code
