"""What Union officers do with applications of their area: one function for one act and one transaction."""

from functools import partial

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from oscar.core.loading import get_model

from marketplace.accounts.roles import area_of
from marketplace.notifications.services import Addressee, notify
from marketplace.onboarding.checklist import STEP_OF
from marketplace.onboarding.identity import ways
from marketplace.onboarding.models import ApplicationEvent, Paper, Remark, ShopApplication
from marketplace.onboarding.services import NotAllowed, lock, record
from marketplace.shops.models import PayoutAccount, Shop, ShopEvent, ShopPerson
from marketplace.slugs import with_free_slug

State = ShopApplication.State
Kind = ApplicationEvent.Kind

REMARKABLE = frozenset(STEP_OF)
"""What a remark can be about: fields and kinds of papers."""


def _locked_for(application: ShopApplication, by) -> ShopApplication:
    locked = lock(application)
    if not area_of(by).covers(locked.commune):
        raise NotAllowed(_("This application is not in your area."))
    if by.pk == locked.applicant_id:
        raise NotAllowed(_("Nobody decides on her own application."))
    return locked


def _require_submitted(application: ShopApplication) -> None:
    if application.state != State.SUBMITTED:
        raise NotAllowed(_("This application is not waiting for you: it has been decided or taken back."))


@transaction.atomic
def ask_for_changes(application: ShopApplication, by, remarks: dict[str, str]) -> ShopApplication:
    """Give it back to her with remarks by field or kind of paper (`{"tax_code": "The last digit is missing"}`).

    Raises:
        NotAllowed: without a remark, outside the officer's area, or when it is not waiting.
    """
    locked = _locked_for(application, by)
    _require_submitted(locked)
    said = {key: text.strip() for key, text in remarks.items() if text.strip()}
    if not said:
        raise NotAllowed(_("Write beside at least one line what she should change, and why."))
    if unknown := said.keys() - REMARKABLE:
        raise NotAllowed(_("There is no such line: %(keys)s") % {"keys": ", ".join(sorted(unknown))})
    locked.remarks.filter(answered_at=None).update(answered_at=timezone.now())
    Remark.objects.bulk_create(Remark(application=locked, key=key, text=text, by=by) for key, text in said.items())
    papers = locked.papers.kept()
    papers.filter(kind__in=said).update(state=Paper.State.REFUSED)
    papers.exclude(kind__in=said).update(state=Paper.State.ACCEPTED)
    locked.state = State.CHANGES_ASKED
    locked.save(update_fields=["state", "updated_at"])
    event = record(locked, Kind.CHANGES_ASKED, by, remarks=said)
    _tell(locked, event, "application_changes_asked", count=len(said), first=next(iter(said.values())))
    return locked


@transaction.atomic
def reject(application: ShopApplication, by, reason: str) -> ShopApplication:
    """Refuse it for good, with a reason; she may begin another.

    Raises:
        NotAllowed: without a reason, outside the officer's area, or when it is not waiting.
    """
    locked = _locked_for(application, by)
    if locked.state == State.REJECTED:
        return locked
    _require_submitted(locked)
    if not reason.strip():
        raise NotAllowed(_("Say why in plain words."))
    locked.state, locked.decided_at = State.REJECTED, timezone.now()
    locked.save(update_fields=["state", "decided_at", "updated_at"])
    event = record(locked, Kind.REJECTED, by, reason=reason.strip())
    _tell(locked, event, "application_rejected", reason=reason.strip())
    return locked


@transaction.atomic
def approve_application(application: ShopApplication, by, identity: dict | None = None, way: str = "officer") -> Shop:
    """Open the shop: its Oscar partner, its owner and her account for payouts. Approved twice is approved once.

    `identity` is the evidence for the `way` that verifies who she is (`identity.py`), unless that was done before.

    Raises:
        NotAllowed: outside the officer's area, when it is not waiting, or when her identity is not verified.
    """
    locked = _locked_for(application, by)
    if locked.state == State.APPROVED:
        return locked.shop
    _require_submitted(locked)
    if locked.identity_verified_at is None:
        _verify_identity(locked, by, identity or {}, way)
    shop = _open_shop(locked, by)
    locked.shop, locked.state, locked.decided_at = shop, State.APPROVED, timezone.now()
    locked.save()
    locked.papers.kept().update(state=Paper.State.ACCEPTED)
    locked.remarks.filter(answered_at=None).update(answered_at=locked.decided_at)
    event = record(locked, Kind.APPROVED, by)
    _tell(locked, event, "application_approved", shop_url=settings.SITE_URL + shop.get_absolute_url())
    return shop


def _verify_identity(application: ShopApplication, by, evidence: dict, way: str) -> None:
    if way not in ways():
        raise NotAllowed(_("There is no such way to verify an identity."))
    outcome = ways()[way].verify(application, by, evidence)
    if not outcome.verified:
        raise NotAllowed(outcome.reason)
    application.identity_way, application.identity_verified_at = way, timezone.now()
    record(application, Kind.IDENTITY_VERIFIED, by, way=way)


def _open_shop(application: ShopApplication, by) -> Shop:
    shop = with_free_slug(Shop, application.shop_name[:40], "gian-hang", partial(_create_shop, application))
    ShopPerson.objects.create(shop=shop, user=application.applicant, role=ShopPerson.Role.OWNER)
    if application.account_number:
        PayoutAccount.objects.create(
            shop=shop,
            bank_bin=application.bank_bin,
            number=application.account_number,
            holder=application.account_holder,
            verified_at=timezone.now(),
            verified_by=by,
        )
    ShopEvent.objects.create(shop=shop, kind=Shop.State.OPEN, by=by)
    return shop


def _create_shop(application: ShopApplication, slug: str) -> Shop:
    return Shop.objects.create(
        partner=get_model("partner", "Partner").objects.create(code=slug, name=application.shop_name),
        slug=slug,
        legal_form=application.legal_form,
        state=Shop.State.OPEN,
        identity_verified_at=application.identity_verified_at,
        commune=application.commune,
        address_line=application.address_line,
        phone=application.phone,
        tax_code=application.tax_code,
        tagline=application.sells[:160],
    )


def _tell(application: ShopApplication, event: ApplicationEvent, template: str, **context) -> None:
    words = {"shop": application.shop_name, "url": settings.SITE_URL + reverse("sell:application")} | context
    notify(f"application-event:{event.pk}", template, Addressee.of(application.applicant), words)
