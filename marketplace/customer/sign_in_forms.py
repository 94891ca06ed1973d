"""allauth's forms with one field for who she is: a phone number or an e-mail address."""

from allauth.account import forms as allauth_forms
from allauth.account.adapter import get_adapter
from allauth.account.internal.userkit import filter_users_by_email
from django import forms
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.models import User
from marketplace.accounts.phones import normalise_phone
from marketplace.customer.reset import ResetByCode
from marketplace.notifications.carriers import has_carrier

LOGIN = _("Phone number or e-mail address")
PASSWORD_RULE = _("At least 8 characters; not only digits.")


def login_widget() -> forms.TextInput:
    attrs = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
    return forms.TextInput(attrs=attrs)


def read_login(text: str) -> tuple[str, str]:
    """The kind (`phone` or `email`) and the normal form of what she typed.

    Raises:
        ValidationError: when it is neither.
    """
    if "@" in text:
        validate_email(text)
        return "email", text.lower()
    return "phone", normalise_phone(text)


class SignInForm(allauth_forms.LoginForm):
    """Sign in by phone number or e-mail address and password."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"] = forms.CharField(label=LOGIN, max_length=254, widget=login_widget())
        self.fields["password"].help_text = ""
        self.fields["password"].widget.attrs.pop("placeholder", None)
        self.order_fields(["login", "password"])


class SignUpForm(allauth_forms.SignupForm):
    """Sign up by a phone number or an e-mail address, which is then verified by a code."""

    field_order = ["full_name", "login", "password1"]

    full_name = forms.CharField(
        label=_("Full name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    login = forms.CharField(
        label=LOGIN, max_length=254, widget=login_widget(), help_text=_("We send a code of six digits there.")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["email"], self.fields["phone"]
        self.fields["password1"].help_text = PASSWORD_RULE
        self.fields["password1"].widget.attrs.pop("placeholder", None)

    def clean_login(self) -> str:
        kind, value = read_login(self.cleaned_data["login"])
        if kind == "email":
            value = self.validate_unique_email(value)
        elif not has_carrier("sms"):
            raise forms.ValidationError(_("We cannot send text messages yet. Please sign up with an e-mail address."))
        self.cleaned_data[kind] = value
        return value


class ForgottenPasswordForm(forms.Form):
    """Ask for a code by which a new password is set."""

    login = forms.CharField(label=LOGIN, max_length=254, widget=login_widget())

    def clean_login(self) -> str:
        self.kind, value = read_login(self.cleaned_data["login"])
        # allauth's view counts the requests by this.
        self.cleaned_data["email"] = value
        return value

    def save(self, request, **kwargs) -> str:
        """Send a code to whoever has this address, or a word to who has it and no account."""
        login = self.cleaned_data["login"]
        if self.kind == "phone":
            user = get_adapter().get_user_by_phone(login)
            user = user if user and user.is_active else None
        else:
            found = filter_users_by_email(login, is_active=True, prefer_verified=True, for_login=True)
            user = found[0] if found else None
        ResetByCode.start(request=request, user=user, login=login)
        return login


class NewPasswordForm(allauth_forms.ResetPasswordKeyForm):
    """The new password, once: she sees it on her own phone, and can set it again."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["password2"]
        self.fields["password1"].help_text = PASSWORD_RULE
        self.fields["password1"].widget.attrs.pop("placeholder", None)


class IsItYouForm(allauth_forms.ReauthenticateForm):
    """Her password once more, before she changes how she signs in."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""
        self.fields["password"].widget.attrs.pop("placeholder", None)


class ChangePasswordForm(allauth_forms.ChangePasswordForm):
    """The old password, and the new one once."""

    user: User

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["password2"]
        self.fields["oldpassword"].help_text = ""
        self.fields["password1"].help_text = PASSWORD_RULE
        for name in ("oldpassword", "password1"):
            self.fields[name].widget.attrs.pop("placeholder", None)
