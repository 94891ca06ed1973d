from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.phones import normalise_phone, validate_e164


class UserManager(BaseUserManager):
    def create_user(self, phone=None, email=None, password=None, **fields) -> "User":
        """Save a person who signs in by phone (any usual spelling), e-mail or both.

        Raises:
            ValueError: when neither is given.
            ValidationError: when the phone number is not one.
        """
        if not phone and not email:
            raise ValueError("A user needs a phone number or an e-mail address.")
        user = self.model(
            phone=normalise_phone(phone) if phone else None,
            email=self.normalize_email(email).lower() if email else None,
            **fields,
        )
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields) -> "User":
        return self.create_user(email=email, password=password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, login: str) -> "User":
        """The person whose e-mail address or phone number `login` is."""
        if "@" in login:
            return self.get(email__iexact=login)
        return self.get(phone=login)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in, by phone number or e-mail address.

    `full_name` is what she writes, family name first. `last_name` (family and middle names) and `first_name` (the
    given name, by which Vietnamese names are sorted) follow from it: Oscar's dashboard searches by them.
    """

    phone = models.CharField(
        _("phone number"), max_length=16, unique=True, null=True, blank=True, validators=[validate_e164]
    )
    phone_verified = models.BooleanField(_("phone number verified"), default=False)
    email = models.EmailField(_("e-mail address"), unique=True, null=True, blank=True)
    full_name = models.CharField(_("full name"), max_length=150, blank=True)
    first_name = models.CharField(_("given name"), max_length=150, blank=True)
    last_name = models.CharField(_("family and middle names"), max_length=150, blank=True)
    language = models.CharField(
        _("language"), max_length=5, choices=settings.LANGUAGES, default="vi", help_text=_("We write to her in it.")
    )
    is_staff = models.BooleanField(_("staff"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    date_joined = models.DateTimeField(_("joined"), default=timezone.now)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(phone__isnull=False) | models.Q(email__isnull=False),
                name="user_has_phone_or_email",
                violation_error_message=_("Give a phone number or an e-mail address."),
            ),
            models.UniqueConstraint(Lower("email"), name="user_email_once_in_any_case"),
        ]

    def __str__(self) -> str:
        return self.full_name or self.phone or self.email or ""

    def clean(self) -> None:
        super().clean()
        self.email = self.email or None
        self.phone = normalise_phone(self.phone) if self.phone else None

    def save(self, *args, **kwargs) -> None:
        self.last_name, __, self.first_name = self.full_name.strip().rpartition(" ")
        super().save(*args, **kwargs)

    def get_full_name(self) -> str:
        return self.full_name

    def delivery_defaults(self) -> dict[str, str]:
        """What the checkout form starts with: her name, phone, e-mail and, from her address book, where she lives."""
        found = {"full_name": self.full_name, "phone": self.phone or "", "email": self.email or ""}
        address = self.addresses.order_by("-is_default_for_shipping", "-pk").first()
        if address:
            found |= {
                "full_name": address.first_name or self.full_name,
                "phone": str(address.phone_number or self.phone or ""),
                "ward": ", ".join(filter(None, [address.line4, address.state])),
                "address": address.line1,
            }
        return found

    def get_short_name(self) -> str:
        return self.first_name or str(self)


class StaffRole(models.Model):
    """What a member of the Union's staff does here, and where: rows that an administrator edits, never code."""

    class Kind(models.TextChoices):
        OFFICER = "officer", _("Union officer")
        FINANCE = "finance", _("Finance staff")

    user = models.ForeignKey(User, models.CASCADE, related_name="staff_roles", verbose_name=_("user"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    commune = models.ForeignKey(
        "places.Commune",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("commune"),
        help_text=_("Her area. Empty: the whole home province."),
    )

    class Meta:
        verbose_name = _("staff role")
        verbose_name_plural = _("staff roles")
        constraints = [
            models.UniqueConstraint(fields=["user", "kind", "commune"], name="staff_role_once_a_commune"),
            models.UniqueConstraint(
                fields=["user", "kind"], condition=models.Q(commune=None), name="staff_role_once_a_province"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.user}"
