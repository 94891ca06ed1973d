from allauth.account import stages


class EmailVerificationStage(stages.EmailVerificationStage):
    """Asks for the code of an e-mail address only where it is all we know a person by."""

    def handle(self):
        user = self.login.user
        if user is not None and (user.phone_verified or not user.email):
            return None, True
        return super().handle()
