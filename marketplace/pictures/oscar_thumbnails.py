"""Oscar's dashboard shows pictures through a thumbnailer: ours answers with a square rendition."""

from oscar.core.thumbnails import AbstractThumbnailer


class RenditionThumbnailer(AbstractThumbnailer):
    def generate_thumbnail(self, source, **opts):
        name = getattr(source, "name", source)
        return Thumbnail(name)

    def delete_thumbnails(self, source):
        """Renditions go with their folder; a replaced picture gets a new name."""


class Thumbnail:
    def __init__(self, name: str):
        self.name = name

    @property
    def url(self) -> str:
        from marketplace.pictures.renditions import Picture

        return Picture(self.name).url(192, "webp")
