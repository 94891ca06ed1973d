"""Compression where no nginx stands in front (the demo)."""

from django.middleware.gzip import GZipMiddleware

COMPRESSED = ("text/", "application/json", "application/javascript", "application/manifest+json", "image/svg+xml")


class TextGZipMiddleware(GZipMiddleware):
    """Compress text only: pictures and fonts are compressed already. Its random padding answers the BREACH attack."""

    def process_response(self, request, response):
        if response.get("Content-Type", "").startswith(COMPRESSED):
            return super().process_response(request, response)
        return response
