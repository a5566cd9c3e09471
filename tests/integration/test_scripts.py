"""The scripts that guard everything else are themselves tried."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.catalog import Message

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> ModuleType:
    """Load the script named by the test's parameter; scripts/ is no package."""
    monkeypatch.syspath_prepend(SCRIPTS)
    spec = importlib.util.spec_from_file_location(f"script_{request.param}", SCRIPTS / f"{request.param}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("script", ["translations"], indirect=True)
@pytest.mark.parametrize(
    ("english", "french", "fault"),
    [
        ("{n} rows", "{n} lignes", None),
        ("{n} rows", "", "no French"),
        ("{n} rows", "{nombre} lignes", "other placeholders"),
        ("{n} rows", "lignes", "other placeholders"),
        (("{n} row", "{n} rows"), ("{n} ligne", "{n} lignes"), None),
        (("{n} row", "{n} rows"), ("{n} ligne", ""), "no French"),
        (("{n} row", "{n} rows"), ("{n} ligne", "{m} lignes"), "other placeholders"),
        ("a lone { brace", "une accolade { seule", None),
    ],
)
def test_a_translation_that_would_break_the_text_is_named(
    script: ModuleType, english: str | tuple[str, str], french: str | tuple[str, str], fault: str | None
) -> None:
    found = script.faults(Message(english, french))
    assert [text.startswith(fault or "") for text in found] == ([True] if fault else [])


@pytest.mark.parametrize("script", ["translations"], indirect=True)
def test_a_doubtful_translation_is_not_accepted(script: ModuleType) -> None:
    assert script.faults(Message("Employees", "Salariés", flags=["fuzzy"])) == ["marked as doubtful (fuzzy)"]


@pytest.mark.parametrize("script", ["translations"], indirect=True)
@pytest.mark.parametrize(
    ("typed", "set_as"),
    [
        ("Jusqu'au {day}", "Jusqu’au {day}"),
        ("Ouvrir l'« {name} » ?", "Ouvrir l’«\u00a0{name}\u00a0»\u00a0?"),
        ("À corriger : {fields} ; {n} % : 5", "À corriger\u00a0: {fields}\u00a0; {n}\u00a0%\u00a0: 5"),
        ("cariste restore 'copie' :-)", "cariste restore 'copie'\u00a0:-)"),
        ("déjà\u00a0: {when:.0f} s", "déjà\u00a0: {when:.0f} s"),
        ("", ""),
    ],
)
def test_french_is_set_as_it_is_printed_however_it_was_typed(
    script: ModuleType, typed: str, set_as: str
) -> None:
    assert script.typeset(typed) == set_as
    assert script.typeset(set_as) == set_as


@pytest.mark.parametrize("script", ["translations"], indirect=True)
def test_a_catalogue_that_is_out_of_date_is_refused_until_it_is_updated(
    script: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "page.py"
    source.write_text('title = _("Employees")', "utf-8")
    monkeypatch.setattr(script, "SOURCE", tmp_path)
    monkeypatch.setattr(script, "PO", tmp_path / "cariste.po")
    monkeypatch.setattr(script, "MO", tmp_path / "cariste.mo")
    assert script.main(["update"]) == 1
    assert script.problems() == ["'Employees': no French"]

    po = script.PO.read_text("utf-8").replace('"Employees"\nmsgstr ""', '"Employees"\nmsgstr "Salariés"')
    script.PO.write_text(po, "utf-8")
    assert [problem.split(":")[0] for problem in script.problems()] == [
        "cariste.mo does not match cariste.po"
    ]
    assert script.main(["update"]) == 0
    assert script.main(["check"]) == 0

    source.write_text('title = _("People")', "utf-8")
    assert script.main(["check"]) == 1


@pytest.mark.parametrize("script", ["test"], indirect=True)
def test_a_gap_in_the_rules_fails_whatever_the_whole_is_worth(
    script: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def measured(percent: float) -> dict[str, object]:
        return {"missing_lines": [7], "missing_branches": [], "summary": {"percent_covered": percent}}

    report = tmp_path / "coverage.json"
    files = {
        "src/cariste/regulation/rules.py": measured(99.5),
        "src/cariste/lock/models.py": measured(100.0),
        "src/cariste/employee/validators.py": measured(0.0),
        "src/cariste/ui/app.py": measured(50.0),
    }
    report.write_text(json.dumps({"files": files}), "utf-8")
    monkeypatch.setattr(script, "COVERAGE", report)
    assert [line.split(":")[0] for line in script.uncovered()] == [
        "src/cariste/employee/validators.py",
        "src/cariste/regulation/rules.py",
    ]


@pytest.mark.parametrize("script", ["run"], indirect=True)
@pytest.mark.parametrize(
    ("arguments", "folder", "command"),
    [
        ([], None, []),
        (["--folder", "Q:/caces"], "Q:/caces", []),
        (["--folder", "Q:/caces", "alerts", "--json"], "Q:/caces", ["alerts", "--json"]),
        (["--help"], None, ["--help"]),
    ],
)
def test_the_folder_is_told_from_the_command(
    script: ModuleType, arguments: list[str], folder: str | None, command: list[str]
) -> None:
    assert script.split(arguments) == (folder, command)


@pytest.mark.parametrize("script", ["_environment"], indirect=True)
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="system libraries are Linux's affair")
def test_a_missing_library_is_named_by_its_debian_package(script: ModuleType) -> None:
    assert "libnothing0" in script.missing_packages({"libnothing-of-the-sort.so.0": "libnothing0"})


@pytest.mark.parametrize("script", ["_environment"], indirect=True)
def test_a_python_that_is_too_new_is_refused_in_words(
    script: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 14, 0, "final", 0))
    with pytest.raises(SystemExit, match=r"needs Python 3\.11, 3\.12 or 3\.13"):
        script.check_python()


@pytest.mark.parametrize("script", ["_environment"], indirect=True)
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="system packages are Linux's affair")
def test_who_may_not_install_a_file_server_is_told_which_tests_are_skipped(
    script: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(script, "TEST_SERVER", {"no-such-server": "server0", "python3": "python3"})
    monkeypatch.setattr(script, "as_administrator", lambda: None)
    script.install_test_server()
    said = capsys.readouterr().err
    assert "skipped" in said
    assert said.endswith(" server0\n")
