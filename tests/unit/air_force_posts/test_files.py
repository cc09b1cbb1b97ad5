"""Files of posts: told apart by content, archives of pages among them."""

import os
import zipfile
from pathlib import Path

import pytest

from assets.sources.air_force_posts import archive, files, pages
from assets.sources.air_force_posts.files import Form
from assets.sources.air_force_posts.posts import Span, gaps, joined
from assets.sources.tabular import UnreadableFile
from tests.channel import export, exported, message, page


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return path


@pytest.mark.parametrize(
    ("content", "form"),
    [
        (export(exported(1)), Form.EXPORT),
        (b"\xef\xbb\xbf \n" + export(exported(1)), Form.EXPORT),
        (page([message(1)]), Form.PAGE),
        (b"time_start,model\n", None),
        (b"PK\x03\x04 but no ZIP", None),
        (b"", None),
        (b"\x00\x01", None),
    ],
    ids=["export", "mark of byte order", "page", "CSV", "broken ZIP", "empty", "binary"],
)
def test_form(tmp_path: Path, content: bytes, form: Form | None) -> None:
    path = tmp_path / "misleading.csv"
    path.write_bytes(content)
    assert files.form(path) == form


@pytest.mark.parametrize(
    ("names", "form"),
    [
        (["a.html"], Form.ARCHIVE),
        (["result.json"], Form.ARCHIVE),
        (["a.csv"], None),
        (["a.csv", "readme.html"], None),
        (["__MACOSX/a.html"], None),
        (["a_files/frame.html"], None),
        ([], None),
    ],
    ids=str,
)
def test_form_of_a_zip(tmp_path: Path, names: list[str], form: Form | None) -> None:
    assert files.form(zipped(tmp_path / "x", dict.fromkeys(names, b"x"))) == form


def test_archive_of_pages(tmp_path: Path) -> None:
    path = tmp_path / "pages.zip"
    archive.pack(
        [
            ("latest.html", page([message(8, channel="other"), message(9)], earlier=9)),
            ("before-9.html", page([message(3), message(5), message(6, classes="service_message")], earlier=3)),
        ],
        path,
    )
    file = files.read(path)
    assert [(post.row_number, post.post_id) for post in file.posts] == [(3, 9), (4, 3), (5, 5)]
    assert [refused.row_number for refused in file.refused] == [2]
    assert (file.row_count, file.service_count, file.spans, file.unproven) == (4, 1, [Span(3, 9)], None)


def test_saved_pages_are_contiguous_only_as_far_as_they_show(tmp_path: Path) -> None:
    """Nothing says what lay between the pages: 4 may have been deleted, or not."""
    path = zipped(tmp_path / "x.zip", {"a.html": page([message(5), message(7)]), "b.html": page([message(2), message(3)])})
    assert files.read(path).spans == [Span(2, 3), Span(5, 7)]


def test_same_pages_make_the_same_archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = [("latest.html", page([message(2)])), ("before-2.html", page([message(1)]))]
    archive.pack(content, tmp_path / "a.zip")
    monkeypatch.setattr("time.time", lambda: 0.0)
    monkeypatch.setattr("sys.platform", "win32")
    archive.pack(content, tmp_path / "b.zip")
    os.utime(tmp_path / "b.zip", (0, 0))
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    assert list(archive.unpacked(tmp_path / "b.zip", pages.MAX_BYTES)) == content


@pytest.mark.parametrize(
    ("members", "words"),
    [
        ({"a.html": page([message(1)]), "b.html": page([message(2)], channel="other")}, "b.html in the ZIP: it is a page of"),
        ({"a.html": b" " * (pages.MAX_BYTES + 1)}, "a.html in the ZIP is larger than"),
        ({"result.json": export(exported(1))}, "hand over result.json itself"),
        ({"a.html": page([])}, "no page with a post"),
    ],
    ids=["foreign page", "large", "export", "no posts"],
)
def test_archive_that_cannot_be_used_is_refused(tmp_path: Path, members: dict[str, bytes], words: str) -> None:
    with pytest.raises(UnreadableFile) as refusal:
        files.read(zipped(tmp_path / "x.zip", members))
    assert words in str(refusal.value)


def test_damaged_archive_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", {"a.html": page([message(1)])})
    content = bytearray(path.read_bytes())
    content[200] ^= 0xFF
    path.write_bytes(content)
    with pytest.raises(UnreadableFile, match="the ZIP is damaged"):
        files.read(path)


def test_spans_and_gaps() -> None:
    spans = joined([Span(30, 40), Span(1, 3), Span(4, 9), Span(2, 5), Span(20, 20)])
    assert spans == [Span(1, 9), Span(20, 20), Span(30, 40)]
    assert gaps(spans) == [Span(21, 29), Span(10, 19)]
