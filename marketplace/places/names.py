"""The kind that stands before a unit's name."""

KINDS = ("Thành phố", "Thị xã", "Thị trấn", "Đặc khu", "Phường", "Huyện", "Quận", "Tỉnh", "Xã")


def split_kind(name: str) -> tuple[str, str]:
    """`Phường Hoa Lư` is `Phường` and `Hoa Lư`; a name without a kind has an empty one."""
    for kind in KINDS:
        if name.startswith(f"{kind} "):
            return kind, name.removeprefix(f"{kind} ")
    return "", name


def short(name: str) -> str:
    """The name without its kind."""
    return split_kind(name)[1]


def within_a_sentence(name: str) -> str:
    """`Xã Ninh Hải` as `xã Ninh Hải`."""
    return name[:1].lower() + name[1:]
