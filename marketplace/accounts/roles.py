"""What staff may see and where: officers look after their communes, finance staff after the money."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.mixins import AccessMixin
from django.db.models import Q
from django.http import Http404

from marketplace.accounts.models import StaffRole


@dataclass(frozen=True)
class Area:
    """The places an officer looks after. False when there are none, as for everybody who is no officer."""

    everywhere: bool = False
    home_province: bool = False
    communes: frozenset[int] = frozenset()
    """Primary keys, beside the home province."""

    def __bool__(self) -> bool:
        return self.everywhere or self.home_province or bool(self.communes)

    def covers(self, commune) -> bool:
        """Whether this `Commune` lies in the area; an unknown place (None) only lies everywhere."""
        if self.everywhere:
            return True
        if commune is None:
            return False
        at_home = self.home_province and commune.province.code == settings.HOME_PROVINCE
        return at_home or commune.pk in self.communes

    def filter(self, queryset, path: str):
        """The rows of `queryset` whose commune, found by the lookup `path` ("shop__commune"), lies in the area."""
        if self.everywhere:
            return queryset
        inside = Q(**{f"{path}__in": self.communes})
        if self.home_province:
            inside |= Q(**{f"{path}__province__code": settings.HOME_PROVINCE})
        return queryset.filter(inside)


NOWHERE = Area()
EVERYWHERE = Area(everywhere=True)


def area_of(user) -> Area:
    """The places that `user` looks after as a Union officer: one query, none for guests and superusers."""
    if not user.is_authenticated or not user.is_active:
        return NOWHERE
    if user.is_superuser:
        return EVERYWHERE
    roles = StaffRole.objects.filter(user=user, kind=StaffRole.Kind.OFFICER)
    communes = set(roles.values_list("commune", flat=True))
    return Area(home_province=None in communes, communes=frozenset(communes - {None}))


def handles_money(user) -> bool:
    """Whether `user` is finance staff."""
    if not user.is_authenticated or not user.is_active:
        return False
    return user.is_superuser or StaffRole.objects.filter(user=user, kind=StaffRole.Kind.FINANCE).exists()


class OfficerRequired(AccessMixin):
    """Union officers only, who find their `Area` in `request.area`. Guests sign in; others find nothing here (404)."""

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        request.area = area_of(request.user)
        if not request.area:
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class FinanceRequired(AccessMixin):
    """Finance staff only. Guests sign in; others find nothing here (404)."""

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        if not handles_money(request.user):
            raise Http404
        return super().dispatch(request, *args, **kwargs)
