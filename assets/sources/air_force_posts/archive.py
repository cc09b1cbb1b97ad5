"""An archive of preview pages: the pages of one walk in one ZIP, each as it was served.

The same pages always make the same bytes. Archives are read without trusting them, and never unpacked to disk.
"""

import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from assets.sources.tabular import ZIP_ERRORS, UnreadableFile

MAX_PAGES = 10_000
_EXTENSIONS = (".html", ".htm")
# The earliest moment that a ZIP can hold; times of its members would make equal archives differ.
_NO_TIME = (1980, 1, 1, 0, 0, 0)


def pack(pages: Sequence[tuple[str, bytes]], to: Path) -> None:
    """Write pages, given as names and contents, into a ZIP in this order."""
    with zipfile.ZipFile(to, "w") as archive:
        for name, content in pages:
            member = zipfile.ZipInfo(name, _NO_TIME)
            # What zipfile takes from the machine.
            member.create_system = 3
            member.external_attr = 0o444 << 16
            archive.writestr(member, content, zipfile.ZIP_DEFLATED, compresslevel=9)


def names(path: Path) -> list[str]:
    """Return the names of what a ZIP holds, without folders and what a Mac adds; none if it cannot be read."""
    try:
        with zipfile.ZipFile(path) as archive:
            return [name for name in archive.namelist() if not name.endswith("/") and not name.startswith("__MACOSX/")]
    except (*ZIP_ERRORS, ValueError):
        return []


def unpacked(path: Path, max_bytes: int) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of every page in a ZIP, in its order.

    Args:
        path: The ZIP.
        max_bytes: Largest page, unpacked.

    Raises:
        UnreadableFile: It is damaged, encrypted or a bomb.
    """
    pages = [name for name in names(path) if is_page(name)]
    if len(pages) > MAX_PAGES:
        raise UnreadableFile(f"the ZIP holds {len(pages):,} pages, more than {MAX_PAGES:,}")
    try:
        with zipfile.ZipFile(path) as archive:
            for name in pages:
                with archive.open(name) as member:
                    content = member.read(max_bytes + 1)
                if len(content) > max_bytes:
                    raise UnreadableFile(f"{name} in the ZIP is larger than the {max_bytes:,} bytes allowed")
                yield name, content
    except (*ZIP_ERRORS, ValueError) as error:
        raise UnreadableFile(f"the ZIP is damaged: {error}") from error


def is_page(name: str) -> bool:
    """Return whether a member of a ZIP is a page; browsers save parts of pages into a folder that ends in `_files`."""
    return name.lower().endswith(_EXTENSIONS) and "_files/" not in name
