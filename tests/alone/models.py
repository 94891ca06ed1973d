from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """As plain as a user can be with whom training works; the phone lets her claim her courses."""

    phone = models.CharField(max_length=16, null=True, unique=True)
    phone_verified = models.BooleanField(default=False)
    full_name = models.CharField(max_length=150, blank=True)

    def __str__(self) -> str:
        return self.full_name or self.username
