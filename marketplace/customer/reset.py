"""A new password by a code of six digits, sent by text message or by e-mail: allauth's flow knows e-mail only."""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.password_reset_by_code import PasswordResetVerificationProcess
from allauth.account.views import CompletePasswordResetView, ConfirmPasswordResetCodeView, PasswordResetView


class ResetByCode(PasswordResetVerificationProcess):
    """allauth keeps the address that was asked for as `email` in the session; here it may be a phone number."""

    @classmethod
    def start(cls, *, request, user, login: str) -> None:
        process = cls(request, state=cls.initial_state(user, login), user=user)
        process.send()
        process.persist()

    def send(self) -> None:
        login = self.state["email"]
        if "@" in login:
            super().send()
            return
        adapter = get_adapter()
        if self.user is None:
            adapter.send_unknown_account_sms(login)
            return
        self.state["code"] = adapter.generate_password_reset_code()
        adapter.send_verification_code_sms(user=self.user, phone=login, code=self.code)


class AskView(PasswordResetView):
    """Who is it that forgot her password? Open to everyone; limited by address and by who asks."""


class ConfirmView(ConfirmPasswordResetCodeView):
    """The code she received. Open to who asked for it, in the same browser."""

    def form_valid(self, form):
        login, user = self._process.state["email"], self._process.user
        if user is not None and user.phone == login and not user.phone_verified:
            get_adapter().set_phone_verified(user, login)
        return super().form_valid(form)


class CompleteView(CompletePasswordResetView):
    """The new password. Open to who typed the right code, in the same browser."""
