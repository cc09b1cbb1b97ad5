"""Files of posts, told apart by their content: an export, a preview page, or an archive of such pages."""

import codecs
import re
from enum import StrEnum
from pathlib import Path

from assets.sources.air_force_posts import archive, export, pages
from assets.sources.air_force_posts.pages import Page
from assets.sources.air_force_posts.posts import PostFile, Span, joined
from assets.sources.tabular import UnreadableFile

# How `walk` names a page: after the number below which its posts are.
_NAME = re.compile(r"before-([1-9][0-9]{0,14})\.html")


class Form(StrEnum):
    """What a file of posts is."""

    EXPORT = "export"
    PAGE = "page"
    ARCHIVE = "archive"


def form(path: Path) -> Form | None:
    """Return what a file is, by its first bytes and, of a ZIP, by what it holds; None if it holds no posts.

    A ZIP with a CSV is none of posts, whatever else is in it.
    """
    with path.open("rb") as file:
        start = file.read(4096).removeprefix(codecs.BOM_UTF8)
    if start.startswith(b"PK"):
        names = [name.lower() for name in archive.names(path)]
        has_posts = any(archive.is_page(name) or name.endswith(".json") for name in names)
        return Form.ARCHIVE if has_posts and not any(name.endswith(".csv") for name in names) else None
    return {b"{": Form.EXPORT, b"<": Form.PAGE}.get(start.lstrip()[:1])


def read(path: Path) -> PostFile:
    """Read the posts of a file.

    Whose posts they are is checked here as far as the file shows it: preview pages must be of the channel, while an export may
    be anybody's (`PostFile.unproven`). A stored snapshot was checked when it was taken in, and is trusted.

    Args:
        path: An export, a preview page or a ZIP with such pages.

    Returns:
        Its posts, and what cannot be used.

    Raises:
        UnreadableFile: It is none of these, or damaged, or not the channel's.
    """
    match form(path):
        case Form.EXPORT:
            return export.read(path)
        case Form.PAGE:
            if path.stat().st_size > pages.MAX_BYTES:
                raise UnreadableFile("it is larger than a page of Telegram's preview could be")
            page = pages.read(path.read_bytes())
            return PostFile(page.posts, page.refused, page.service_count, span(page))
        case Form.ARCHIVE:
            return _read_archive(path)
        case None:
            raise UnreadableFile("it is no Telegram export, no page of Telegram's preview and no ZIP of such pages")


def span(page: Page, before: int | None = None) -> list[Span]:
    """Return what a page shows without a gap: at most one span.

    Args:
        page: The page.
        before: The number it was asked to stay below; numbers up to it that it lacks were deleted.
    """
    if page.earlier is None:
        return []
    return [Span(page.earlier, max(*page.ids, before - 1) if before else max(page.ids))]


def _read_archive(path: Path) -> PostFile:
    result = PostFile([], [], 0, [])
    service_count, spans = 0, []
    for name, content in archive.unpacked(path, pages.MAX_BYTES):
        try:
            page = pages.read(content, first_row=result.row_count + 2)
        except UnreadableFile as error:
            raise UnreadableFile(f"{name} in the ZIP: {error}") from error
        result.posts.extend(page.posts)
        result.refused.extend(page.refused)
        service_count += page.service_count
        named = _NAME.fullmatch(name)
        spans += span(page, int(named[1]) if named else None)
    if not spans:
        raise UnreadableFile("the ZIP holds no page with a post; of a zipped export, hand over result.json itself")
    return PostFile(result.posts, result.refused, service_count, joined(spans))
