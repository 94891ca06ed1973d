"""The informational pages: one template a language, `templates/pages/<language>/<name>.html`."""

from django.utils.translation import get_language
from django.views.generic import TemplateView

PAGES = {
    "about": "about",
    "how_to_buy": "how-to-buy",
    "delivery": "delivery",
    "returns": "returns",
    "complaints": "complaints",
    "privacy": "privacy",
    "terms_buyers": "terms-for-buyers",
    "terms_sellers": "terms-for-sellers",
    "operating_rules": "operating-rules",
    "contact": "contact",
}


class InformationPage(TemplateView):
    """Open to everyone."""

    page = ""

    def get_template_names(self) -> list[str]:
        return [f"pages/{get_language()}/{self.page}.html"]
