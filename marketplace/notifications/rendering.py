"""The words of a notice, from `templates/notifications/<template>.*`, in the addressee's language.

| File | For |
| --- | --- |
| `.sms.txt` | text message, Zalo and the inbox: one short line |
| `.subject.txt`, `.txt` | the e-mail's subject (and the inbox's title) and body |
| `.html` | the e-mail in HTML; may be left out |

Text is rendered without HTML escaping.
"""

from django.conf import settings
from django.template import Context
from django.template.exceptions import TemplateDoesNotExist
from django.template.loader import get_template, render_to_string
from django.utils import translation

from marketplace.notifications.models import Notification


def words(template: str, channel: str, context: dict, language: str) -> tuple[str, str]:
    """Title and text of a notice for one channel; both empty when the template has nothing for that channel."""
    with translation.override(language):
        subject = _one_line(_text(f"{template}.subject.txt", context))
        if channel == Notification.Channel.EMAIL:
            body = _text(f"{template}.txt", context).strip()
            return (subject, body) if subject and body else ("", "")
        line = _one_line(_text(f"{template}.sms.txt", context))
        if channel == Notification.Channel.APP:
            return (subject or line, line if subject else "")
        return ("", line)


def html_of(notification: Notification) -> str:
    """The e-mail in HTML, empty when the template has none."""
    with translation.override(notification.language):
        try:
            return render_to_string(f"notifications/{notification.template}.html", _whole(notification.context))
        except TemplateDoesNotExist:
            return ""


def _text(name: str, context: dict) -> str:
    try:
        template = get_template(f"notifications/{name}").template
    except TemplateDoesNotExist:
        return ""
    return template.render(Context(_whole(context), autoescape=False))


def _whole(context: dict) -> dict:
    return {"site_url": settings.SITE_URL, "operator_name": settings.OPERATOR_NAME, **context}


def _one_line(text: str) -> str:
    return " ".join(text.split())
