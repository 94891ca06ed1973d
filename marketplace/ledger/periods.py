"""Periods that people ask for: from a day to a day, both included."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from marketplace.ledger.statements import month_of


@dataclass(frozen=True)
class Period:
    first: date
    last: date
    name: str = ""

    @property
    def query(self) -> str:
        """As it stands in an address."""
        return f"from={self.first}&to={self.last}"


def period_of(query) -> Period:
    """The period asked for (`from`, `to`: ISO dates); this month where one is missing or wrong."""
    try:
        first, last = read_day(query.get("from", "")), read_day(query.get("to", ""))
    except ValueError:
        return Period(*month_of(timezone.localdate()))
    return Period(min(first, last), max(first, last))


def read_day(text: str) -> date:
    """A day of a time in which there may be books: others are beyond what clocks and time zones count.

    Raises:
        ValueError: for anything else.
    """
    day = date.fromisoformat(text)
    if not 2000 <= day.year < 2200:
        raise ValueError(text)
    return day


def usual_periods() -> list[Period]:
    """What is asked for most: this month, the last one, this quarter, this year."""
    today = timezone.localdate()
    first, last = month_of(today)
    quarter = today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1)
    return [
        Period(first, last, _("This month")),
        Period(*month_of(first - timedelta(days=1)), _("Last month")),
        Period(quarter, month_of(quarter + timedelta(days=70))[1], _("This quarter")),
        Period(today.replace(month=1, day=1), today.replace(month=12, day=31), _("This year")),
    ]
