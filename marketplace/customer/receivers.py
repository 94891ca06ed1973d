from allauth.account.adapter import get_adapter
from allauth.account.signals import password_reset
from django.dispatch import receiver


@receiver(password_reset, dispatch_uid="new_password_forgives_wrong_ones")
def forgive(sender, request, user, **kwargs) -> None:
    get_adapter(request).forgive(request, user)
