"""What a seller does with her application: one function for one act and one transaction.

Every act takes `by`, and `on_behalf_of` when an officer acts for her in assisted mode.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from marketplace.accounts.models import User
from marketplace.onboarding.checklist import FIELDS, checklist_of
from marketplace.onboarding.models import ApplicationEvent, ShopApplication
from marketplace.shops.codes import send_code, use_code
from marketplace.shops.models import PhoneCode

State = ShopApplication.State
Kind = ApplicationEvent.Kind


class NotAllowed(Exception):
    """The act is refused; the message is for the screen."""


class Incomplete(NotAllowed):
    """Something that is required is missing."""


@transaction.atomic
def start(applicant, by=None) -> ShopApplication:
    """Her open application, begun when there is none: asking twice gives the same one."""
    applicant = User.objects.select_for_update().get(pk=applicant.pk)
    found = ShopApplication.objects.open().filter(applicant=applicant).first()
    if found:
        return found
    application = ShopApplication.objects.create(
        applicant=applicant, full_name=applicant.full_name, phone=applicant.phone or ""
    )
    if applicant.phone and applicant.phone_verified:
        application.phone_verified_at = timezone.now()
        application.save(update_fields=["phone_verified_at"])
    record(application, Kind.STARTED, by or applicant, None if by in (None, applicant) else applicant)
    return application


def lock(application: ShopApplication) -> ShopApplication:
    """The application as it is now, kept still for the transaction."""
    return (
        ShopApplication.objects.select_for_update(of=("self",))
        .select_related("commune__province", "applicant")
        .get(pk=application.pk)
    )


def record(application: ShopApplication, kind: str, by, on_behalf_of=None, **detail) -> ApplicationEvent:
    """Write into the history what was done, by whom, and for whom."""
    return ApplicationEvent.objects.create(
        application=application, kind=kind, by=by, on_behalf_of=on_behalf_of, detail=detail
    )


def require_editable(application: ShopApplication) -> None:
    if not application.is_editable:
        raise NotAllowed(_("Your application is with the Union. Take it back first to change something."))


@transaction.atomic
def save_fields(
    application: ShopApplication, step: str, values: dict, typed: dict[str, str], by, on_behalf_of=None
) -> ShopApplication:
    """Keep what she wrote in one step: `values` are right; `typed` are texts that are not yet, to be shown again.

    Fields of the step that are in neither stay as they are. A remark on a field whose value changes is answered;
    another phone number is to be verified anew.

    Raises:
        NotAllowed: while the Union is looking at it, and after the decision.
    """
    locked = lock(application)
    require_editable(locked)
    changed = [name for name in FIELDS[step] if name in values and getattr(locked, name) != values[name]]
    for name in changed:
        setattr(locked, name, values[name])
    locked.typed = {
        name: text for name, text in {**locked.typed, **typed}.items() if name not in values or name in typed
    }
    if "phone" in changed:
        mine = locked.applicant.phone_verified and locked.applicant.phone == locked.phone
        locked.phone_verified_at = timezone.now() if mine else None
    locked.save()
    if changed:
        answer_remarks(locked, changed)
        record_change(locked, changed, by, on_behalf_of)
    return locked


def record_change(application: ShopApplication, fields: list[str], by, on_behalf_of) -> None:
    """One event a person and sitting would do, but history is not rewritten: so one a set of fields not told last."""
    last = application.events.last()
    told = last and last.kind == Kind.CHANGED and last.by_id == by.pk and set(fields) <= set(last.detail["fields"])
    if not told:
        record(application, Kind.CHANGED, by, on_behalf_of, fields=fields)


def answer_remarks(application: ShopApplication, keys: list[str]) -> None:
    application.remarks.filter(key__in=keys, answered_at=None).update(answered_at=timezone.now())


def send_phone_code(application: ShopApplication) -> None:
    """Send a code to the phone number of the application.

    Raises:
        NotAllowed: without a number. TooManyCodes, NotDelivered: when none was sent.
    """
    if not application.phone:
        raise NotAllowed(_("Enter your phone number first."))
    text = _("Chợ Sen: your code is %(code)s. It holds for 10 minutes. Give it to nobody.")
    send_code(application.phone, PhoneCode.Purpose.PHONE, f"application:{application.pk}", text)


def verify_phone(application: ShopApplication, code: str, by, on_behalf_of=None) -> bool:
    """Whether `code` is the one that was sent; the phone number is then verified."""
    subject = f"application:{application.pk}"
    if use_code(application.phone, PhoneCode.Purpose.PHONE, subject, code) is None:
        return False
    with transaction.atomic():
        locked = lock(application)
        if locked.phone != application.phone:
            return False
        locked.phone_verified_at = timezone.now()
        locked.save(update_fields=["phone_verified_at"])
        record(locked, Kind.PHONE_VERIFIED, by, on_behalf_of)
    return True


@transaction.atomic
def submit(application: ShopApplication, by, on_behalf_of=None, *, agrees: bool) -> ShopApplication:
    """Send it to the Union officers of her commune. Sent twice is sent once.

    Raises:
        Incomplete: when something that is required is missing.
        NotAllowed: without her agreement, or after the decision.
    """
    locked = lock(application)
    if locked.state == State.SUBMITTED:
        return locked
    require_editable(locked)
    if not agrees and locked.agreed_at is None:
        raise NotAllowed(_("Please read the terms for sellers and agree to them."))
    checklist = checklist_of(locked)
    if not checklist.is_complete:
        missing = ", ".join(line.label for line in checklist.missing)
        raise Incomplete(_("Still missing: %(lines)s.") % {"lines": missing})
    locked.state = State.SUBMITTED
    locked.submitted_at = timezone.now()
    locked.agreed_at = locked.agreed_at or locked.submitted_at
    locked.typed = {}
    locked.save()
    record(locked, Kind.SUBMITTED, by, on_behalf_of)
    return locked


@transaction.atomic
def take_back(application: ShopApplication, by, on_behalf_of=None) -> ShopApplication:
    """Take it out of the queue to change something.

    Raises:
        NotAllowed: after the decision.
    """
    locked = lock(application)
    if locked.state == State.SUBMITTED:
        locked.state = State.CHANGES_ASKED if locked.remarks.exists() else State.DRAFT
        locked.save(update_fields=["state", "updated_at"])
        record(locked, Kind.TAKEN_BACK, by, on_behalf_of)
    else:
        require_editable(locked)
    return locked
