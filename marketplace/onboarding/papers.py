"""Photographed papers: taken in, turned, removed, and read by who may."""

from datetime import date
from io import BytesIO

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from PIL import Image

from marketplace.accounts.roles import area_of
from marketplace.onboarding.models import PAPERS, ApplicationEvent, Paper, PaperAccess, ShopApplication
from marketplace.onboarding.services import NotAllowed, answer_remarks, lock, record, record_change, require_editable
from marketplace.pictures.uploads import encode, read_picture

MOST_OF_A_KIND = 6
Kind = ApplicationEvent.Kind


def add_paper(application: ShopApplication, kind: str, file, by, on_behalf_of=None, expires_on=None) -> Paper:
    """Take in one photograph of a paper: decoded, turned upright, made smaller, written anew and sealed.

    Raises:
        NotAPicture: when it is none. NotAllowed: while the Union is looking at it, or with enough of this kind.
    """
    picture = read_picture(file)
    with transaction.atomic():
        locked = lock(application)
        require_editable(locked)
        if kind not in PAPERS:
            raise NotAllowed(_("This paper is not asked for."))
        if locked.papers.kept().filter(kind=kind).count() >= MOST_OF_A_KIND:
            raise NotAllowed(_("That is enough pictures of this paper. Remove one first."))
        paper = Paper(
            application=locked,
            kind=kind,
            width=picture.width,
            height=picture.height,
            added_by=by,
            expires_on=expires_on,
        )
        paper.file.save(f"{paper.key}.webp.sealed", ContentFile(picture.content), save=False)
        paper.save()
        answer_remarks(locked, [kind])
        record(locked, Kind.PAPER_ADDED, by, on_behalf_of, paper=kind)
    return paper


@transaction.atomic
def remove_paper(paper: Paper, by, on_behalf_of=None) -> None:
    """Take a paper out; its picture is deleted, that there was one stays in the history. Twice is once.

    Raises:
        NotAllowed: while the Union is looking at the application.
    """
    locked = lock(paper.application)
    require_editable(locked)
    paper = Paper.objects.select_for_update(of=("self",)).get(pk=paper.pk)
    if paper.removed_at is None:
        paper.removed_at = timezone.now()
        paper.save(update_fields=["removed_at"])
        storage, name = paper.file.storage, paper.file.name
        transaction.on_commit(lambda: storage.delete(name))
        record(locked, Kind.PAPER_REMOVED, by, on_behalf_of, paper=paper.kind)


@transaction.atomic
def turn_paper(paper: Paper, by) -> Paper:
    """Turn the picture a quarter to the right; one that was removed meanwhile stays as it is.

    Raises:
        NotAllowed: while the Union is looking at the application.
    """
    require_editable(lock(paper.application))
    paper = Paper.objects.select_for_update(of=("self",)).get(pk=paper.pk)
    if paper.removed_at:
        return paper
    with paper.file.open() as file, Image.open(BytesIO(file.read())) as image:
        turned = encode(image.convert("RGB").transpose(Image.Transpose.ROTATE_270))
    storage, old = paper.file.storage, paper.file.name
    paper.file.save(f"{paper.key}.webp.sealed", ContentFile(turned.content), save=False)
    paper.width, paper.height = turned.width, turned.height
    paper.save(update_fields=["file", "width", "height"])
    transaction.on_commit(lambda: storage.delete(old))
    return paper


@transaction.atomic
def set_expiry(paper: Paper, expires_on: date | None, by, on_behalf_of=None) -> Paper:
    """Write down until when a paper is valid: the Union looks at it again. One that was removed meanwhile stays.

    Raises:
        NotAllowed: while the Union is looking at the application.
    """
    locked = lock(paper.application)
    require_editable(locked)
    paper = Paper.objects.select_for_update(of=("self",)).get(pk=paper.pk)
    if paper.removed_at is None and paper.expires_on != expires_on:
        paper.expires_on, paper.state = expires_on, Paper.State.WAITING
        paper.save(update_fields=["expires_on", "state"])
        answer_remarks(locked, [paper.kind])
        record_change(locked, [paper.kind], by, on_behalf_of)
    return paper


def papers_for(user) -> QuerySet[Paper]:
    """The papers that `user` may look at: her own applications', and as an officer those of her area, once sent."""
    kept = Paper.objects.kept().select_related("application__applicant")
    own = kept.filter(application__applicant=user)
    area = area_of(user)
    if not area:
        return own
    sent = kept.exclude(application__submitted_at=None)
    return own | area.filter(sent, "application__commune")


def look_at(paper: Paper, user) -> bytes:
    """The picture, and a line in the log of who looked. `user` was checked by `papers_for`."""
    PaperAccess.objects.create(paper=paper, user=user)
    with paper.file.open() as file:
        return file.read()
