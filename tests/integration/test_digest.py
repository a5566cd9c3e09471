"""Mails to the managers: who gets which alerts, and what a mail says."""

from __future__ import annotations

from email import message_from_bytes, policy
from pathlib import Path

import pytest
from factories import caces, employee
from mail_server import MailServer
from managers import ADDRESSES, DAY, configure, digest, outcomes, told
from warehouse import in_days

from cariste import bootstrap
from cariste.authorisation.models import Authorisation
from cariste.cli.main import run
from cariste.core.i18n import set_language
from cariste.core.preferences import Preferences, save_preferences
from cariste.digest.mail import draft
from cariste.digest.password import PASSWORD_VARIABLE
from cariste.digest.words import plain_text, subject
from cariste.requirement.models import Requirement


@pytest.fixture(autouse=True)
def _in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    save_preferences(Preferences(language="en"))
    monkeypatch.delenv(PASSWORD_VARIABLE, raising=False)


# -- who gets what ----------------------------------------------------------------------------------


def test_each_manager_gets_the_alerts_of_his_areas_in_one_mail(with_managers: Path) -> None:
    round_ = told(with_managers)
    names = {each.recipient: [alert.first_name for alert in each.alerts] for each in round_.digests}
    assert names == {ADDRESSES[0]: ["Éloïse"], ADDRESSES[1]: ["Chloé"], ADDRESSES[2]: ["Éloïse", "Noël"]}
    assert [tuple(each.counts) for each in round_.digests] == [(0, 1, 0, 0), (1, 0, 0, 0), (0, 1, 1, 0)]


def test_what_reaches_nobody_is_said(with_managers: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--folder", str(with_managers), "digest", "--on", DAY]) == 0
    said = capsys.readouterr()
    assert "1 alert of people without a work area reaches no manager." in said.err
    assert "Cour: 1 alert reaches no manager." in said.err
    assert "quai@entrepot.example" in said.out
    assert "bureau@" not in said.out


def test_without_managers_the_command_says_how_to_name_them(
    with_managers: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    configure(with_managers, managers={})
    assert run(["--folder", str(with_managers), "digest"]) == 3
    assert '"managers": {' in capsys.readouterr().err


def test_where_nothing_is_due_there_is_no_mail(
    with_managers: Path, mail_server: MailServer, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    long_ago = ["--on", "2020-01-01"]
    assert digest(with_managers, "--send", *long_ago, capsys=capsys)["digests"] == []
    assert digest(with_managers, "--out", str(tmp_path / "out"), *long_ago, capsys=capsys)["digests"] == []
    assert (mail_server.connections, mail_server.received) == (0, [])
    assert list((tmp_path / "out").iterdir()) == []
    assert run(["--folder", str(with_managers), "digest", *long_ago]) == 0
    assert "Nothing to tell" in capsys.readouterr().out


def test_a_configuration_that_became_wrong_is_said(
    with_managers: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    digest(with_managers, capsys=capsys)
    configure(with_managers, thresholds={"critical": 90})
    assert run(["--folder", str(with_managers), "digest", "--on", DAY]) == 0
    assert "The last good values are used" in capsys.readouterr().err


# -- what it says -----------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_mail_says_who_what_when_and_what_to_do_and_nothing_medical(
    with_managers: Path, language: str
) -> None:
    set_language(language)
    round_ = told(with_managers)
    message = message_from_bytes(draft(round_, round_.digests[2]).as_bytes(), policy=policy.default)
    assert message["To"] == "zones@entrepot.example"
    assert message["X-Unsent"] == "1"
    assert "From" not in message
    bodies = [message.get_body((kind,)).get_content() for kind in ("plain", "html")]
    visit_words, advice = {
        "fr": ("Visite médicale", "laissez la personne se rendre"),
        "en": ("Medical visit", "let the person go"),
    }[language]
    for body in bodies:
        for words in (
            "Éloïse",
            visit_words,
            "Noël",
            "SST",
            advice,
            "05/01/2027" if language == "fr" else "5 Jan",
        ):
            assert words in body, words
        for secret in ("unfit", "inapte", "dos,", "épaule", "reprise", "Return", "recovery"):
            assert secret.casefold() not in body.casefold(), secret
    assert "D'Essai <b>" in bodies[0]
    assert "D&#x27;Essai &lt;b&gt;" in bodies[1]


def test_what_a_role_asks_for_in_vain_is_told_without_saying_which_visit(with_managers: Path) -> None:
    with bootstrap.open_workspace(with_managers, write=True) as workspace, workspace.change("asked"):
        person = employee(last_name="Fictif-Neuf", role="Cariste", workspace="Quai")
        Authorisation(
            employee=person,
            kind="R489-5",
            issued_on=in_days(-500),
            ends_on=in_days(-1),
            signatory="C. Modèle",
        ).save()
        Requirement(role="Cariste", kind="R489-3").save()
        Requirement(role="Cariste", kind="driving_certificate").save()
    round_ = told(with_managers)
    (quai,) = [each for each in round_.digests if each.recipient.startswith("quai")]
    assert tuple(quai.counts) == (2, 0, 0, 2)
    lines = plain_text(round_, quai).splitlines()
    assert "– Missing" in lines
    assert [line.partition("Neuf · ")[2] for line in lines if "Neuf" in line] == [
        "Quai · Authorisation R489-5 Reach truck · 20 Nov 2026 · ended 1 day ago",
        "Quai · R489-3 Counterbalance ≤ 6 t · missing",
        "Quai · Medical visit · missing",
    ]
    assert any(line.startswith("- Missing:") for line in lines)
    assert any(line.startswith("- Authorisation ended:") for line in lines)


def test_the_subject_counts_and_stays_on_one_line(with_managers: Path) -> None:
    configure(with_managers, managers={"Quai": ["quai@entrepot.example"]})
    round_ = told(with_managers)
    assert subject(round_, round_.digests[0]) == "Due dates on 21 Nov 2026 – Quai – Critical 1"
    (quai,) = round_.digests
    odd = quai._replace(workspaces=("Quai\r\nBcc: tous@entrepot.example",))
    message = draft(round_, odd)
    assert "Bcc" not in message.keys()  # noqa: SIM118 - a message is no dictionary
    assert message["Subject"].startswith("Due dates on 21 Nov 2026 – Quai Bcc:")


def test_every_line_travels_through_old_servers(with_managers: Path) -> None:
    set_language("fr")
    round_ = told(with_managers)
    content = draft(round_, round_.digests[2]).as_bytes()
    assert content.isascii()
    assert content.count(b"\r\n") == content.count(b"\n")
    assert max(map(len, content.split(b"\r\n"))) <= 78


def test_five_hundred_alerts_are_all_there(with_managers: Path, tmp_path: Path) -> None:
    with bootstrap.open_workspace(with_managers, write=True) as workspace, workspace.change("many"):
        for number in range(500):
            caces(employee(last_name=f"Numéro-{number:03d}", workspace="Bureau"), expiration_date=in_days(7))
    round_ = told(with_managers)
    (bureau,) = [each for each in round_.digests if each.recipient.startswith("bureau")]
    assert bureau.counts.critical == 500
    message = message_from_bytes(draft(round_, bureau).as_bytes(), policy=policy.default)
    for kind in ("plain", "html"):
        body = message.get_body((kind,)).get_content()
        assert all(f"Numéro-{number:03d}" in body for number in range(500))
    assert subject(round_, bureau).endswith("Critical 500")


# -- drafts -----------------------------------------------------------------------------------------


def test_drafts_are_written_one_per_manager_and_replaced_the_same_day(
    with_managers: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    out = tmp_path / "new" / "drafts"
    for _time in range(2):
        said = digest(with_managers, "--out", str(out), capsys=capsys)
        assert {*outcomes(said).values()} == {"draft"}
    assert sorted(path.name for path in out.iterdir()) == [f"{DAY} {address}.eml" for address in ADDRESSES]
    assert sorted(each["file"] for each in said["digests"]) == sorted(map(str, out.iterdir()))


def test_a_folder_that_cannot_be_written(
    with_managers: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    assert run(["--folder", str(with_managers), "digest", "--on", DAY, "--out", str(tmp_path / "file")]) == 4
    assert "cannot be used" in capsys.readouterr().err
