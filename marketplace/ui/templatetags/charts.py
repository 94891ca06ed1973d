"""Small charts as SVG in the page: no script, nothing from elsewhere, words for a screen reader."""

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from marketplace.ui.numbers import format_dong

register = template.Library()

WIDTH, HEIGHT, FOOT, ROW = 320, 130, 20, 44
"""As wide as a phone, so that the words on it are as large as drawn."""

SVG = '<svg class="bars" role="img" aria-label="{}. {}" viewBox="0 0 {} {}">{}</svg>'


@register.simple_tag
def week_bars(rows, label: str, money: bool = False) -> SafeString:
    """Bars of `rows` (Monday, number): one a week, with its value in a tooltip, and in words for who cannot see."""
    rows = list(rows)
    most = max((value for __, value in rows), default=0) or 1
    step = WIDTH / max(1, len(rows))
    show = format_dong if money else str
    told = "; ".join(f"{date_format(day, 'j/n')}: {show(value)}" for day, value in rows)
    drawn = ((_bar(at, day, value, most, step, show, len(rows)),) for at, (day, value) in enumerate(rows))
    bars = format_html_join("", "{}", drawn)
    return format_html(SVG, label, told, WIDTH, HEIGHT, bars)


def _bar(at, day, value, most, step, show, number) -> SafeString:
    height = max(3.0, (HEIGHT - FOOT - 6) * float(value) / float(most))
    return format_html(
        '<g><title>{}: {}</title><rect class="{}" x="{}" y="{}" width="{}" height="{}" rx="3"/>'
        '<text x="{}" y="{}" text-anchor="{}">{}</text></g>',
        date_format(day, "j/n"),
        show(value),
        "" if value else "bars__off",
        f"{at * step + 4:.1f}",
        f"{HEIGHT - FOOT - height:.1f}",
        f"{step - 8:.1f}",
        f"{height:.1f}",
        WIDTH if at == number - 1 else f"{(at + 0.5) * step:.1f}",
        HEIGHT - 4,
        "end" if at == number - 1 else "middle",  # the last one has no room at its right
        date_format(day, "j/n") if at % 2 == (number - 1) % 2 else "",
    )


@register.simple_tag
def row_bars(rows, label: str) -> SafeString:
    """Lying bars of `rows` (words, number), the longest first."""
    rows = list(rows)
    most = max((value for __, value in rows), default=0) or 1
    told = "; ".join(f"{words}: {value}" for words, value in rows)
    lines = format_html_join(
        "",
        '<text x="0" y="{}">{}</text><rect x="0" y="{}" width="{}" height="10" rx="3"/><text x="{}" y="{}">{}</text>',
        (
            (at * ROW + 12, words[:44], at * ROW + 18, f"{long:.1f}", f"{long + 6:.1f}", at * ROW + 27, value)
            for at, (words, value) in enumerate(rows)
            for long in [(WIDTH - 40) * value / most]
        ),
    )
    return format_html(SVG, label, told, WIDTH, len(rows) * ROW, lines)
