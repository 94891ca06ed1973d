"""How allauth knows our users: by phone number or e-mail address, one limit on wrong passwords for both."""

import logging

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as request_context
from allauth.core.internal import ratelimit
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.forms import PhoneField
from marketplace.accounts.models import User
from marketplace.accounts.phones import normalise_phone
from marketplace.notifications.carriers import NotDelivered
from marketplace.notifications.services import send_sms_now

logger = logging.getLogger(__name__)

WRONG = _("The phone number, the e-mail address or the password is not right. Please try again.")


class SiteName:
    """What allauth's letters call the shop."""

    name = domain = "Chợ Sen"


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": WRONG,
        "phone_password_mismatch": WRONG,
        "username_password_mismatch": WRONG,
        "too_many_login_attempts": _(
            "Too many wrong attempts. Signing in is closed for five minutes, for your safety; "
            "or set a new password now."
        ),
        "incorrect_code": _("This code is not right. Look at the newest message and type its six digits."),
        "rate_limited": _("Please wait a moment before you ask for another code."),
    }

    # ---- people ----

    def phone_form_field(self, **kwargs) -> PhoneField:
        return PhoneField(**{**kwargs, "label": _("Phone number")})

    def get_user_by_phone(self, phone: str) -> User | None:
        try:
            return User.objects.filter(phone=normalise_phone(phone)).first()
        except ValidationError:
            return None

    def get_phone(self, user: User) -> tuple[str, bool] | None:
        return (user.phone, user.phone_verified) if user.phone else None

    def set_phone(self, user: User, phone: str, verified: bool) -> None:
        user.phone, user.phone_verified = normalise_phone(phone), verified
        user.save(update_fields=["phone", "phone_verified"])

    def set_phone_verified(self, user: User, phone: str) -> None:
        self.set_phone(user, phone, True)

    def save_user(self, request, user: User, form, commit: bool = True) -> User:
        """Save who signs up: the sign-up form gives a phone number or an e-mail address."""
        data = form.cleaned_data
        user.phone, user.email = data.get("phone") or None, data.get("email") or None
        user.full_name = data["full_name"]
        user.language = get_language() or "vi"
        user.set_password(data["password1"])
        if commit:
            user.save()
        return user

    def get_login_stages(self) -> list[str]:
        ours = "marketplace.customer.stages.EmailVerificationStage"
        return [ours if path.endswith(".EmailVerificationStage") else path for path in super().get_login_stages()]

    def get_user_search_fields(self) -> list[str]:
        return ["full_name", "email", "phone"]

    # ---- limits ----

    def _get_login_attempts_cache_key(self, request, **credentials) -> str:
        """Wrong passwords are counted by person, however she names herself; allauth counts all phones as one."""
        email, phone = credentials.get("email"), credentials.get("phone")
        user = User.objects.filter(email__iexact=email).first() if email else None
        if user is None and phone:
            user = self.get_user_by_phone(phone)
        return f"user:{user.pk}" if user else f"nobody:{(email or phone or credentials.get('username', '')).lower()}"

    def forgive(self, request, user: User) -> None:
        """Forget her wrong passwords: she has proved by a code who she is."""
        ratelimit.clear(request, app="allauth.account", action="login_failed", key=f"user:{user.pk}")

    # ---- codes and letters ----

    def send_verification_code_sms(self, user, phone: str, code: str, **kwargs) -> None:
        text = _("%(code)s is your code for Chợ Sen. It holds for 15 minutes. Tell it to nobody.")
        self._send_sms(phone, str(text) % {"code": code})

    def send_account_already_exists_sms(self, phone: str) -> None:
        text = _("Somebody wants to sign up at Chợ Sen with this number, which has an account. Sign in: %(url)s")
        self._send_sms(phone, str(text) % {"url": self._absolute("account_login")})

    def send_unknown_account_sms(self, phone: str, **kwargs) -> None:
        text = _("Somebody asked for a code at Chợ Sen with this number, which has no account. Sign up: %(url)s")
        self._send_sms(phone, str(text) % {"url": self._absolute("account_signup")})

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        try:
            super().send_mail(template_prefix, email, {**context, "current_site": SiteName})
        except OSError:
            logger.exception("A letter was not sent: %s", template_prefix)
            self._say_not_sent()

    def _send_sms(self, phone: str, text: str) -> None:
        try:
            send_sms_now(phone, text)
        except NotDelivered:
            logger.exception("A text message was not sent")
            self._say_not_sent()

    def _say_not_sent(self) -> None:
        words = _("The message could not be sent. Ask for a new code in a minute.")
        messages.error(request_context.request, words)

    @staticmethod
    def _absolute(name: str) -> str:
        from django.conf import settings
        from django.urls import reverse

        return settings.SITE_URL + reverse(name)
