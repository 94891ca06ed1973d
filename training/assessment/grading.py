"""Whether an answer is right. Pure: no database.

What is given, by kind: single – the id of a choice; multiple – ids; true_false – a bool; order – ids from first to
last; number – the text she typed, with a comma or a point for decimals. None: nothing was answered.
"""

from decimal import Decimal, InvalidOperation


def is_right(question, given) -> bool:
    """Whether `given` answers `question` (with its choices prefetched)."""
    if given is None:
        return False
    return GRADERS[question.kind](question, given)


def _single(question, given) -> bool:
    return any(choice.is_right and choice.pk == given for choice in question.choices.all())


def _multiple(question, given) -> bool:
    return {choice.pk for choice in question.choices.all() if choice.is_right} == set(given)


def _true_false(question, given) -> bool:
    return question.is_true is given


def _order(question, given) -> bool:
    return [choice.pk for choice in sorted(question.choices.all(), key=lambda choice: choice.position)] == given


def _number(question, given) -> bool:
    number = read_number(given)
    return number is not None and abs(number - question.number) <= question.tolerance


def read_number(text: str) -> Decimal | None:
    """A number as people in Vietnam type it: `1,5` and `1.5` are one and a half, `120.000` is 120 thousand."""
    bare = text.strip().replace(" ", "").replace("\u00a0", "").rstrip("₫đ%")
    whole, __, last = bare.replace(",", ".").rpartition(".")
    if whole and len(last) == 3 and last.isdecimal():
        bare = whole.replace(".", "") + last
    else:
        bare = f"{whole.replace('.', '')}.{last}" if whole else last
    try:
        number = Decimal(bare)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def percent(num_right: int, num_asked: int) -> int:
    """Whole percent, rounded down: nobody passes by a rounding."""
    return 100 * num_right // num_asked if num_asked else 0


GRADERS = {
    "single": _single,
    "multiple": _multiple,
    "true_false": _true_false,
    "order": _order,
    "number": _number,
}
