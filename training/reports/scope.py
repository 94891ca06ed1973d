"""What a reader of reports may see, and which communes she answers for."""

from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from training.access import Access
from training.models import TrainingClass
from training.places import place_model
from training.reports.filters import ReportFilter
from training.reports.models import OfficerCount


@dataclass(frozen=True)
class Scope:
    """The classes she may see; `areas` are an officer's communes, whose people are hers wherever they learn."""

    classes: QuerySet[TrainingClass]
    everywhere: bool = False
    areas: list[int] = field(default_factory=list)

    def places(self, asked: ReportFilter) -> QuerySet:
        """The communes of a report, also those where nothing has happened.

        Who sees everywhere answers for every commune whose officers were counted once.
        """
        hers = Q(pk__in=OfficerCount.objects.values("place")) if self.everywhere else Q(pk__in=self.areas)
        found = place_model().objects.filter(hers | Q(pk__in=self.classes.values("place")))
        return found.filter(asked.places())


def scope_of(access: Access) -> Scope:
    return Scope(access.classes(), access.sees_everything, access.areas)
