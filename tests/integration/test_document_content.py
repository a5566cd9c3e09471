"""What a file really is, told from its bytes, and how its pages look."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
import scans
from PIL import Image

from cariste.core.errors import EnvironmentProblem, UserError
from cariste.documents import content, storing
from cariste.documents.pages import Pages
from cariste.documents.storing import LARGEST, inspect, inspect_bytes, plain_name


def put(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


class TestLooking:
    @pytest.mark.parametrize(
        ("data", "mime", "pages"),
        [
            (scans.pdf(3), "application/pdf", 3),
            (b"\xef\xbb\xbf\n" + scans.pdf(), "application/pdf", 1),
            (scans.image("PNG"), "image/png", 1),
            (scans.image("JPEG"), "image/jpeg", 1),
            (scans.image("WEBP"), "image/webp", 1),
            (scans.pages_of_tiff(["red", "blue"]), "image/tiff", 2),
        ],
        ids=["pdf", "pdf after a mark", "png", "jpeg", "webp", "tiff"],
    )
    def test_a_document_is_known_by_its_content_whatever_its_name(
        self, data: bytes, mime: str, pages: int, tmp_path: Path
    ) -> None:
        found = inspect(put(tmp_path, "scan.xyz", data))
        assert (found.mime, found.pages, found.size) == (mime, pages, len(data))
        assert found.content() == data

    @pytest.mark.parametrize(
        ("data", "said"),
        [
            (b"", "is empty"),
            (b"MZ\x90\x00" + scans.pdf(), "is a program"),
            (b"\x7fELF" + b"\x00" * 99, "is a program"),
            (b"#!/bin/sh\nrm -rf /\n", "is a program"),
            (b"PK\x03\x04" + b"\x00" * 99, "neither a PDF nor an image"),
            (b"Some words", "neither a PDF nor an image"),
            (b"%PDF-1.7\nnothing that follows", "is damaged"),
            (scans.pdf()[:60], "is damaged"),
            (scans.locked_pdf(), "protected by a password"),
            (scans.image("JPEG", (400, 400))[:-200], "is damaged"),
            (scans.image("PNG", (400, 400))[:-60], "is damaged"),
            (b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, "damaged|neither"),
            (scans.bomb(), "too large an image"),
            (scans.bomb(10_000), "too large an image"),
        ],
    )
    def test_what_is_no_document_is_refused_and_the_reason_is_said(
        self, data: bytes, said: str, tmp_path: Path
    ) -> None:
        with pytest.raises(UserError, match=said) as refused:
            inspect(put(tmp_path, "certificat.pdf", data))
        assert "certificat.pdf" in str(refused.value)

    def test_a_pdf_of_300_megabytes_is_refused_without_being_read(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = put(tmp_path, "huge.pdf", b"%PDF-1.4\n")
        os.truncate(path, 300 * 2**20)
        monkeypatch.setattr(Path, "open", None)
        with pytest.raises(UserError, match=r"huge\.pdf is too large: 300 MB, 25 MB at most"):
            inspect(path)

    def test_a_file_that_grows_while_it_is_read_is_refused(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = put(tmp_path, "growing.pdf", scans.pdf())
        monkeypatch.setattr(storing, "LARGEST", len(scans.pdf()))

        def grow(_mode: int) -> bool:  # asked between the look at the size and the reading
            os.truncate(path, 5_000_000)
            return True

        monkeypatch.setattr(storing.stat, "S_ISREG", grow)
        with pytest.raises(UserError, match="too large"):
            inspect(path)
        assert path.stat().st_size == 5_000_000

    def test_something_pasted_may_be_no_larger_than_a_file(self) -> None:
        with pytest.raises(UserError, match="too large"):
            inspect_bytes(b"\x00" * (LARGEST + 1), "pasted.png")

    def test_a_file_that_vanished_a_folder_and_a_device_are_named(self, tmp_path: Path) -> None:
        with pytest.raises(EnvironmentProblem, match=r"gone\.pdf cannot be read"):
            inspect(tmp_path / "gone.pdf")
        for path in (tmp_path, Path(os.devnull)):
            with pytest.raises(UserError, match="is not a file"):
                inspect(path)

    def test_a_file_that_changed_since_it_was_chosen_must_be_chosen_again(self, tmp_path: Path) -> None:
        path = put(tmp_path, "scan.pdf", scans.pdf())
        chosen = inspect(path)
        path.write_bytes(scans.pdf(2))
        with pytest.raises(UserError, match="has changed since"):
            chosen.content()
        path.unlink()
        with pytest.raises(EnvironmentProblem, match="cannot be read"):
            chosen.content()

    def test_too_many_pages_are_refused(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(content, "MOST_PAGES", 2)
        for data in (scans.pdf(3), scans.pages_of_tiff(["red", "blue", "green"])):
            with pytest.raises(UserError, match="more than 2 pages"):
                inspect_bytes(data, "thick")

    @pytest.mark.parametrize(
        ("name", "shown"),
        [
            ("..\\..\\x.pdf", "x.pdf"),
            ("../../etc/passwd", "passwd"),
            ("exe\u202efdp.scr", "exefdp.scr"),
            ("a\x07b\tc.pdf", "a b c.pdf"),
            ("\u200b\u2066", "document"),
            ("x" * 300 + ".pdf", "x" * 200),
        ],
    )
    def test_names_are_shown_without_their_tricks(self, name: str, shown: str) -> None:
        assert plain_name(name) == shown


class TestPages:
    def test_pages_of_a_pdf_are_pictures_of_the_width_asked_for(self) -> None:
        pages = Pages(scans.pdf(2), "x.pdf")
        picture = pages.picture(1, 300)
        assert pages.count == 2
        assert (picture.width, picture.height) == (300, 425)
        assert picture.pixels == b"\xff" * (300 * 425 * 3)

    def test_pages_of_a_fax_follow_each_other(self) -> None:
        pages = Pages(scans.pages_of_tiff(["red", "blue"]), "fax.tif")
        assert pages.picture(0, 30).pixels[:3] == b"\xff\x00\x00"
        assert pages.picture(1, 30).pixels[:3] == b"\x00\x00\xff"

    def test_a_page_never_takes_more_memory_than_a_large_screen(self) -> None:
        picture = Pages(scans.pdf(), "x.pdf").picture(0, 1_000_000)
        assert max(picture.width, picture.height) <= 4001

    def test_a_page_is_upright_and_white_where_it_is_clear(self) -> None:
        turned = Pages(scans.telephone_photo((120, 80)), "x.jpg").picture(0, 80)
        assert (turned.width, turned.height) == (80, 120)
        clear = io.BytesIO()
        Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(clear, "PNG")
        assert set(Pages(clear.getvalue(), "x.png").picture(0, 10).pixels) == {255}

    def test_sixteen_bits_a_pixel_are_shown_as_eight(self) -> None:
        deep = io.BytesIO()
        Image.new("I;16", (10, 10), 0x8000).save(deep, "PNG")
        assert set(Pages(deep.getvalue(), "x.png").picture(0, 10).pixels) == {0x80}
