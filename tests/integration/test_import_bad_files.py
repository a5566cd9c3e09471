"""Files that are no sheets, or hostile ones: a clear message that names the file, and nothing changed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest
import sheets
import xlsxwriter
from sheets import Grid

from cariste.core.errors import EnvironmentProblem, UserError
from cariste.exchange import guard
from cariste.exchange.progress import Cancelled
from cariste.exchange.reader import read_book

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def refused(path: Path, error: type[Exception] = UserError) -> str:
    with pytest.raises(error) as caught:
        read_book(path)
    assert path.name.removeprefix("~$") in str(caught.value)
    return str(caught.value)


def test_a_text_file_named_xlsx(tmp_path: Path) -> None:
    path = tmp_path / "liste.xlsx"
    path.write_text("Nom;Prénom\n", "utf-8")
    assert "not a workbook" in refused(path)


def test_an_encrypted_workbook(tmp_path: Path) -> None:
    path = tmp_path / "secret.xlsx"
    path.write_bytes(OLE + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 1000)
    assert "password" in refused(path)


def test_an_encrypted_ods(tmp_path: Path) -> None:
    path = tmp_path / "secret.ods"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("META-INF/manifest.xml", "<manifest:encryption-data/>")
        package.writestr("content.xml", os.urandom(100))
    assert "password" in refused(path)


@pytest.mark.parametrize("suffix", [".xlsx", ".xls", ".ods", ".csv"])
def test_an_empty_file(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"vide{suffix}"
    path.touch()
    assert "empty" in refused(path)


def test_a_workbook_with_an_empty_sheet_is_no_error(tmp_path: Path) -> None:
    (sheet,) = read_book(sheets.write_xlsx(tmp_path / "vide.xlsx", [Grid("Feuil1", [[""]])])).sheets
    assert sheet.rows == []


@pytest.mark.parametrize("suffix", ["", ".xlsx"])
def test_a_folder(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"dossier{suffix}"
    path.mkdir()
    assert "folder" in refused(path)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert "no file" in refused(tmp_path / "absent.xlsx")


def test_another_kind_of_file(tmp_path: Path) -> None:
    path = tmp_path / "photo.png"
    path.write_bytes(b"\x89PNG")
    assert ".xlsx" in refused(path)


@pytest.mark.parametrize("lock", ["~${}", ".~lock.{}#"])
def test_a_workbook_open_elsewhere(tmp_path: Path, lock: str) -> None:
    path = sheets.write_xlsx(tmp_path / "suivi.xlsx", [sheets.visits()])
    (tmp_path / lock.format(path.name)).write_text("someone")
    assert "open in Excel" in refused(path, EnvironmentProblem)


def test_excels_lock_file_itself(tmp_path: Path) -> None:
    path = tmp_path / "~$suivi.xlsx"
    path.write_bytes(b"\x05Chloe")
    assert "lock file" in refused(path)


@pytest.mark.skipif(
    sys.platform == "win32" or shutil.which("setpriv") is None,
    reason="needs a user without rights, as Linux has",
)
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = sheets.write_xlsx(tmp_path / "suivi.xlsx", [sheets.visits()])
    path.chmod(0)
    code = (
        "import sys; from pathlib import Path; from cariste.exchange.reader import read_book;"
        "read_book(Path(sys.argv[1]))"
    )
    command = [sys.executable, "-c", code, str(path)]
    if os.geteuid() == 0:
        # Root reads everything: the same user without that privilege does not.
        command = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", *command]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "EnvironmentProblem" in ended.stderr
    assert "may not be read" in ended.stderr


@pytest.mark.parametrize("suffix", [".xlsx", ".ods"])
def test_a_damaged_package(tmp_path: Path, suffix: str) -> None:
    whole = sheets.write_xlsx(tmp_path / "whole.xlsx", [sheets.visits()]).read_bytes()
    path = tmp_path / f"cut{suffix}"
    path.write_bytes(whole[: len(whole) // 2])
    assert "damaged" in refused(path)


def test_another_package_named_xlsx(tmp_path: Path) -> None:
    path = tmp_path / "archive.xlsx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("lisez-moi.txt", "rien")
    assert "damaged" in refused(path)


def test_workbooks_under_each_others_names(tmp_path: Path) -> None:
    new = sheets.write_xlsx(tmp_path / "a.xlsx", [sheets.visits()])
    old = sheets.write_xls(tmp_path / "b.xls", [sheets.visits()])
    assert "rename it to .xlsx" in refused(new.rename(tmp_path / "c.xls"))
    assert "old workbook" in refused(old.rename(tmp_path / "d.xlsx"))
    text = tmp_path / "e.xls"
    text.write_text("Nom\tPrénom\n", "utf-8")
    assert "not a workbook" in refused(text)


@pytest.mark.parametrize("suffix", [".xls", ".xlsx"])
@pytest.mark.parametrize("start", ["<html>", "\ufeff<table>", '<?xml version="1.0"?>'])
def test_a_web_page_named_as_a_workbook_says_how_to_make_one_of_it(
    tmp_path: Path, suffix: str, start: str
) -> None:
    path = tmp_path / f"export{suffix}"
    path.write_text(f"{start}<tr><td>Nom</td></tr>", "utf-8")
    assert "save it as .xlsx" in refused(path)


def test_a_damaged_old_workbook(tmp_path: Path) -> None:
    path = tmp_path / "vieux.xls"
    path.write_bytes(OLE + b"\0" * 2_000)
    assert "damaged" in refused(path)


def test_an_image_named_csv(tmp_path: Path) -> None:
    path = tmp_path / "photo.csv"
    path.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
    assert "not a text file" in refused(path)


@pytest.mark.parametrize("place", [1, 8, -3])
def test_a_unicode_text_with_a_damaged_letter_spoils_no_name(tmp_path: Path, place: int) -> None:
    path = tmp_path / "liste.csv"
    text = "Nom;Pr\xe9nom\nFICTIF;Chlo\xe9\nESSAI;No\xebl\n".encode()
    path.write_bytes(text[:place] + b"\xff" + text[place:])
    line = text[:place].count(b"\n") + 1
    assert f"line {line}: the text is damaged" in refused(path)


def test_a_text_file_with_an_endless_cell(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_text('Nom;Prénom\n"' + "x" * 100_000, "utf-8")
    assert "row" in refused(path)


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bombe.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/worksheets/sheet1.xml", b" " * 1_000)
    data = bytearray(path.read_bytes())
    # The directory at the end announces 3 GB.
    directory = data.rfind(b"PK\x01\x02")
    data[directory + 24 : directory + 28] = (3 * 2**30).to_bytes(4, "little")
    path.write_bytes(data)
    assert "memory" in refused(path)


def repacked(path: Path, part: str, pieces: Iterable[bytes]) -> Path:
    """Write a workbook again with another content of one part."""
    with zipfile.ZipFile(path) as package:
        others = {name: package.read(name) for name in package.namelist() if name != part}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in others.items():
            package.writestr(name, data)
        with package.open(part, "w", force_zip64=True) as file:
            for piece in pieces:
                file.write(piece)
    return path


@pytest.mark.parametrize("part", ["xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"])
def test_a_bomb_that_shrinks_a_thousand_times_is_not_unpacked(tmp_path: Path, part: str) -> None:
    path = sheets.write_xlsx(tmp_path / "bombe.xlsx", [sheets.visits()])
    letters = b"a" * 2**20
    repacked(path, part, [b"<sst><si><t>", *[letters] * 60, b"</t></si></sst>"])
    started = time.process_time()
    assert "memory" in refused(path)
    assert time.process_time() - started < 1


def test_a_bomb_that_lies_about_its_size_is_found_damaged(tmp_path: Path) -> None:
    path = sheets.write_xlsx(tmp_path / "bombe.xlsx", [sheets.visits()])
    part = "xl/worksheets/sheet1.xml"
    repacked(path, part, [b"<worksheet>", *[b"a" * 2**20] * 20, b"</worksheet>"])
    data = bytearray(path.read_bytes())
    directory = data.rfind(part.encode()) - 46
    data[directory + 24 : directory + 28] = (1_000).to_bytes(4, "little")
    path.write_bytes(data)
    assert "damaged" in refused(path)


def test_entities_that_multiply_are_not_expanded(tmp_path: Path) -> None:
    path = sheets.write_xlsx(tmp_path / "rires.xlsx", [sheets.visits()])
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 30))
    book = f'<!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]><workbook>&l29;</workbook>'
    repacked(path, "xl/workbook.xml", [book.encode()])
    assert "damaged" in refused(path)


def test_a_line_without_end_is_no_table(tmp_path: Path) -> None:
    path = tmp_path / "infini.csv"
    path.write_text("Nom;Prénom\n" + ";" * 3_000_000, "utf-8")
    assert "not a table" in refused(path)


def test_a_text_file_larger_than_any_real_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "LARGEST_TEXT", 1_000)
    path = tmp_path / "gros.csv"
    path.write_text("Nom;Prénom\n" * 100, "utf-8")
    assert "too large" in refused(path)


def test_a_file_larger_than_any_real_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "LARGEST_FILE", 1_000)
    assert "too large" in refused(sheets.write_xlsx(tmp_path / "gros.xlsx", [sheets.visits()]))


@pytest.mark.parametrize("column", [25, 16_383])
def test_a_stray_cell_in_the_last_row_is_named_instead_of_filling_the_memory(
    tmp_path: Path, column: int
) -> None:
    path = tmp_path / "coin.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Feuil1")
    sheet.write(0, 0, "Nom")
    sheet.write(1_048_575, column, "x")
    book.close()
    said = refused(path)
    assert "Feuil1" in said
    assert "1048576" in said


def test_a_stray_cell_below_a_million_empty_rows_of_an_ods_is_named_too(tmp_path: Path) -> None:
    path = sheets.write_ods(tmp_path / "loin.ods", [sheets.wide(), sheets.visits()])
    with zipfile.ZipFile(path) as package:
        before, after = package.read("content.xml").rsplit(b"</table:table>", 1)
    # The rows of each sheet are followed by 1,048,000 empty ones.
    stray = (
        b'<table:table-row><table:table-cell table:number-columns-repeated="24"/>'
        b'<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell>'
        b"</table:table-row>"
    )
    repacked(path, "content.xml", [before, stray, b"</table:table>", after])
    assert "sheet VM: a cell lies far away from the table (row 1048008, column 25)" in refused(path)


def test_a_formatted_corner_without_content_is_no_matter(tmp_path: Path) -> None:
    path = tmp_path / "coin.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Feuil1")
    sheet.write(0, 0, "Nom")
    sheet.write_blank(1_048_575, 16_383, None, book.add_format({"bold": True}))
    book.close()
    assert read_book(path).sheets[0].rows == [["Nom"]]


@pytest.mark.slow
def test_a_million_empty_formatted_rows_take_seconds_and_no_memory(tmp_path: Path) -> None:
    path = tmp_path / "million.xlsx"
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet, grey = book.add_worksheet("Feuil1"), book.add_format({"bg_color": "#CCCCCC"})
    sheet.write(0, 0, "Nom")
    for row in range(1, 1_048_576):
        sheet.write_blank(row, 0, None, grey)
    book.close()
    started = time.process_time()
    assert read_book(path).sheets[0].rows == [["Nom"]]
    assert time.process_time() - started < 20


@pytest.mark.slow
def test_a_million_empty_formatted_rows_of_an_ods_take_no_time(tmp_path: Path) -> None:
    path = sheets.write_ods(tmp_path / "million.ods", [sheets.visits()])
    with zipfile.ZipFile(path) as package:
        content = package.read("content.xml")
    # As LibreOffice writes whole columns that were coloured: one row repeated to the end, with a style.
    rows = (
        b'<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:style-name="x" '
        b'table:number-columns-repeated="16384"/></table:table-row></table:table>'
    )
    repacked(path, "content.xml", [content.replace(b"</table:table>", rows)])
    started = time.process_time()
    assert len(read_book(path).sheets[0].rows) == 7
    assert time.process_time() - started < 5


def test_a_cell_repeated_a_thousand_times_in_an_ods(tmp_path: Path) -> None:
    path = sheets.write_ods(tmp_path / "repete.ods", [sheets.visits()])
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts["content.xml"] = parts["content.xml"].replace(
        b'<table:table-cell office:value-type="string">',
        b'<table:table-cell table:number-columns-repeated="16384" office:value-type="string">',
        1,
    )
    with zipfile.ZipFile(path, "w") as package:
        for name, data in parts.items():
            package.writestr(name, data)
    assert "repeated" in refused(path)


def test_a_sheet_that_the_workbook_does_not_have(tmp_path: Path) -> None:
    path = sheets.write_xlsx(tmp_path / "suivi.xlsx", sheets.three_sheets())
    with pytest.raises(UserError, match=r"“Quai”.*SUIVI CACES, VM, MATRICE 2026"):
        read_book(path, "Quai")


@pytest.fixture(scope="module")
def fifty_megabytes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real workbook of that size, hard to compress as real ones with pictures are."""
    path = sheets.write_xlsx(tmp_path_factory.mktemp("big") / "gros.xlsx", sheets.three_sheets())
    header = ["NOM Prénom", "Mle", "R489 1A obtenu le"]
    sheets.write_xlsx(path, [Grid("S", [header, *[[f"NOM{n} Léa", n, ""] for n in range(60_000)]])])
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("xl/media/image1.png", os.urandom(50 * 2**20))
    return path


@pytest.mark.slow
def test_fifty_megabytes_are_read_with_their_progress(fifty_megabytes: Path) -> None:
    told: list[tuple[int, int]] = []
    book = read_book(fifty_megabytes, progress=lambda done, total: told.append((done, total)))
    assert len(book.sheets[0].rows) == 60_001
    assert len(told) > 1
    assert [done for done, _total in told] == sorted(done for done, _total in told)
    assert told[-1][0] == told[-1][1]


@pytest.mark.slow
@pytest.mark.parametrize("after", [0, 1, 3])
def test_a_long_read_can_be_stopped_at_any_time(fifty_megabytes: Path, after: int) -> None:
    asked: list[bool] = []

    def cancelled() -> bool:
        asked.append(True)
        return len(asked) > after

    with pytest.raises(Cancelled, match="Nothing was imported"):
        read_book(fifty_megabytes, cancelled=cancelled)
