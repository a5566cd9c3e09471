"""Mails to the managers through a real server: what arrives, what fails, and the password."""

from __future__ import annotations

import os
import shutil
import ssl
import subprocess
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from factories import employee
from mail_server import MailServer, listening
from managers import ADDRESSES, DAY, configure, digest, outcomes, post_through, told
from scenes import on_pc
from warehouse import in_days

from cariste import bootstrap
from cariste.cli.main import run
from cariste.core.clock import REHEARSAL_VARIABLE
from cariste.core.config import CONFIG_NAME, read_config
from cariste.core.preferences import Preferences, save_preferences
from cariste.digest.ledger import Ledger, Outcome
from cariste.digest.password import PASSWORD_VARIABLE, password_file
from cariste.digest.sending import send_round
from cariste.digest.turns import Turns
from cariste.digest.words import plain_text


@pytest.fixture(autouse=True)
def _in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    save_preferences(Preferences(language="en"))
    monkeypatch.delenv(PASSWORD_VARIABLE, raising=False)


# -- sending ----------------------------------------------------------------------------------------


def test_each_mail_arrives_whole_and_is_noted(
    with_managers: Path, mail_server: MailServer, capsys: pytest.CaptureFixture[str]
) -> None:
    said = digest(with_managers, "--send", capsys=capsys)
    assert {*outcomes(said).values()} == {"sent"}
    assert mail_server.recipients() == ADDRESSES
    assert mail_server.connections == 1
    letter = mail_server.received[2]
    assert letter.sender == letter.mail["From"] == "cariste@entrepot.example"
    assert letter.mail["Subject"] == "Due dates on 21 Nov 2026 – zone a, Zone B – Warning 1 · To plan 1"
    assert letter.mail["Message-ID"].endswith("@entrepot.example>")
    assert "X-Unsent" not in letter.mail
    round_ = told(with_managers)
    body = letter.mail.get_body(("plain",)).get_content()
    assert body.split() == plain_text(round_, round_.digests[2]).split()
    log = digest(with_managers, "--log", capsys=capsys)
    assert [(each["recipient"], each["alerts"], each["outcome"]) for each in log] == [
        (ADDRESSES[2], 2, "sent"),
        (ADDRESSES[1], 1, "sent"),
        (ADDRESSES[0], 1, "sent"),
    ]


def test_nobody_is_written_to_twice_a_day_not_even_from_another_pc(
    with_managers: Path, mail_server: MailServer, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    digest(with_managers, "--send", capsys=capsys)
    assert {*outcomes(digest(with_managers, "--send", capsys=capsys)).values()} == {"already"}
    with on_pc(tmp_path / "other"):
        save_preferences(Preferences(language="en"))
        assert {*outcomes(digest(with_managers, capsys=capsys)).values()} == {"already"}
        assert {*outcomes(digest(with_managers, "--send", capsys=capsys)).values()} == {"already"}
    assert len(mail_server.received) == 3
    assert mail_server.connections == 1
    tomorrow = digest(with_managers, "--send", "--on", in_days(1).isoformat(), capsys=capsys)
    assert {*outcomes(tomorrow).values()} == {"sent"}
    assert len({letter.mail["Message-ID"] for letter in mail_server.received}) == 6


def test_two_pcs_that_send_at_the_same_moment_write_to_each_manager_once(
    with_managers: Path, mail_server: MailServer, tmp_path: Path
) -> None:
    round_, start = told(with_managers), threading.Barrier(2)
    mail = read_config(with_managers / CONFIG_NAME).mail
    assert mail is not None

    def send(pc: Path) -> list[Outcome | None]:
        pc.mkdir()
        start.wait(10)
        return [result.outcome for result in send_round(round_, mail, Turns(with_managers, Ledger(pc)))]

    with ThreadPoolExecutor(2) as pool:
        found = [*pool.map(send, (tmp_path / "one", tmp_path / "two"))]
    assert all({*pair} == {Outcome.SENT, Outcome.ALREADY} for pair in zip(*found, strict=True))
    assert sorted(mail_server.recipients()) == ADDRESSES


def test_an_address_written_in_two_ways_is_one_manager(
    with_managers: Path, mail_server: MailServer, capsys: pytest.CaptureFixture[str]
) -> None:
    areas = {"Quai": ["Chef@Entrepot.example"], "Zone A": ["chef@entrepot.example", "CHEF@entrepot.example"]}
    configure(with_managers, managers=areas)
    digest(with_managers, "--send", capsys=capsys)
    assert mail_server.recipients() == ["Chef@Entrepot.example"]


def test_the_share_does_not_show_whom_one_wrote_to(
    with_managers: Path, mail_server: MailServer, capsys: pytest.CaptureFixture[str]
) -> None:
    digest(with_managers, "--send", capsys=capsys)
    names = [path.name for path in (with_managers / "data/digests").iterdir()]
    assert len(names) == 3
    assert not any("quai" in name or "@" in name for name in names)


def test_one_refused_recipient_does_not_keep_the_others_back_and_is_tried_again(
    with_managers: Path, mail_server: MailServer, capsys: pytest.CaptureFixture[str]
) -> None:
    mail_server.refuses = {"quai@entrepot.example"}
    said = digest(with_managers, "--send", capsys=capsys, code=4)
    assert outcomes(said) == {"adjoint": "sent", "quai": "refused", "zones": "sent"}
    (problem,) = [each["problem"] for each in said["digests"] if each["problem"]]
    assert problem == "550 5.1.1 unknown user, désolé"
    assert mail_server.recipients() == [ADDRESSES[0], ADDRESSES[2]]
    assert {each["outcome"] for each in digest(with_managers, "--log", capsys=capsys)} == {"sent", "refused"}
    mail_server.refuses = set()
    said = digest(with_managers, "--send", capsys=capsys)
    assert outcomes(said) == {"adjoint": "already", "quai": "sent", "zones": "already"}
    assert mail_server.recipients() == [ADDRESSES[0], ADDRESSES[2], ADDRESSES[1]]


def test_a_line_that_breaks_before_the_mail_went_out_is_tried_again(
    with_managers: Path, mail_server: MailServer, capsys: pytest.CaptureFixture[str]
) -> None:
    mail_server.hangs_up_at = {"quai@entrepot.example"}
    said = digest(with_managers, "--send", capsys=capsys, code=4)
    assert outcomes(said) == {"adjoint": "sent", "quai": "refused", "zones": "sent"}
    assert mail_server.connections == 2
    mail_server.hangs_up_at = set()
    assert outcomes(digest(with_managers, "--send", capsys=capsys))["quai"] == "sent"


def test_a_line_that_breaks_after_it_may_not_be_tried_again(
    with_managers: Path, mail_server: MailServer, capsys: pytest.CaptureFixture[str]
) -> None:
    mail_server.hangs_up_after = {"quai@entrepot.example"}
    said = digest(with_managers, "--send", capsys=capsys, code=4)
    assert outcomes(said) == {"adjoint": "sent", "quai": "uncertain", "zones": "sent"}
    assert all(each["problem"] for each in said["digests"] if each["outcome"] == "uncertain")
    mail_server.hangs_up_after = set()
    assert outcomes(digest(with_managers, "--send", capsys=capsys))["quai"] == "already"
    assert mail_server.recipients().count("quai@entrepot.example") == 1


@pytest.mark.parametrize("verb", ["MAIL", "DATA"])
def test_a_server_that_refuses_every_mail_may_be_asked_again(
    with_managers: Path, mail_server: MailServer, capsys: pytest.CaptureFixture[str], verb: str
) -> None:
    mail_server.says = {verb: "554 not from you"}
    said = digest(with_managers, "--send", capsys=capsys, code=4)
    assert {*outcomes(said).values()} == {"refused"}
    assert all("not from you" in each["problem"] for each in said["digests"])
    mail_server.says = {}
    assert {*outcomes(digest(with_managers, "--send", capsys=capsys)).values()} == {"sent"}


def test_a_server_that_is_away_is_asked_once_and_nothing_counts_as_sent(
    with_managers: Path, mail_server: MailServer, capsys: pytest.CaptureFixture[str]
) -> None:
    with listening(MailServer()) as gone:
        pass
    post_through(with_managers, gone)
    said = digest(with_managers, "--send", capsys=capsys, code=4)
    assert {*outcomes(said).values()} == {"not_sent"}
    assert "127.0.0.1" in said["digests"][0]["problem"]
    post_through(with_managers, mail_server)
    assert {*outcomes(digest(with_managers, "--send", capsys=capsys)).values()} == {"sent"}


def test_a_dry_run_and_a_rehearsal_send_nothing(
    with_managers: Path,
    mail_server: MailServer,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert {*outcomes(digest(with_managers, "--send", "--dry-run", capsys=capsys)).values()} == {None}
    monkeypatch.setenv(REHEARSAL_VARIABLE, DAY)
    assert run(["--folder", str(with_managers), "digest", "--send"]) == 3
    assert "rehearsal" in capsys.readouterr().err
    assert mail_server.connections == 0
    assert not (with_managers / "data/digests").exists()


def test_sending_without_a_server_says_what_is_missing(
    with_managers: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["--folder", str(with_managers), "digest", "--send"]) == 3
    assert "under mail" in capsys.readouterr().err


def test_it_needs_no_lock_and_leaves_the_editor_alone(
    with_managers: Path, mail_server: MailServer, capsys: pytest.CaptureFixture[str]
) -> None:
    with bootstrap.open_workspace(with_managers, write=True) as editor:
        assert {*outcomes(digest(with_managers, "--send", capsys=capsys)).values()} == {"sent"}
        with editor.change("meanwhile"):
            employee()


# -- the password -----------------------------------------------------------------------------------


def certificate_and_key(folder: Path) -> tuple[Path, Path]:
    certificate, key = folder / "cert.pem", folder / "key.pem"
    asked = (
        "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=IP:127.0.0.1"
    )
    made = ["openssl", *asked.split(), "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(made, check=True, capture_output=True)
    return certificate, key


@pytest.fixture
def secure(with_managers: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MailServer:
    if shutil.which("openssl") is None:
        pytest.skip("no openssl to make a certificate with")
    certificate, key = certificate_and_key(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    return MailServer(tls=context, password="battery staple")  # noqa: S106


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_the_password_goes_over_an_encrypted_line(
    with_managers: Path,
    secure: MailServer,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    security: str,
) -> None:
    with listening(secure, at_once=security == "tls"):
        post_through(with_managers, secure, security=security, user="cariste")
        monkeypatch.setenv(PASSWORD_VARIABLE, "wrong")
        said = digest(with_managers, "--send", capsys=capsys, code=4)
        assert "wrong password" in said["digests"][0]["problem"]
        assert secure.connections == 1
        monkeypatch.delenv(PASSWORD_VARIABLE)
        password_file().write_text("battery staple\n", "utf-8")
        password_file().chmod(0o600)
        assert {*outcomes(digest(with_managers, "--send", capsys=capsys)).values()} == {"sent"}


def test_a_server_nobody_vouches_for_gets_neither_password_nor_names(
    with_managers: Path,
    secure: MailServer,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    monkeypatch.setenv(PASSWORD_VARIABLE, secure.password)
    with listening(secure):
        post_through(with_managers, secure, security="starttls", user="cariste")
        said = digest(with_managers, "--send", capsys=capsys, code=4)
    assert "certificate" in said["digests"][0]["problem"].casefold()
    assert secure.received == []


def test_a_server_that_does_not_encrypt_is_not_used(
    with_managers: Path, mail_server: MailServer, capsys: pytest.CaptureFixture[str]
) -> None:
    post_through(with_managers, mail_server, security="starttls")
    said = digest(with_managers, "--send", capsys=capsys, code=4)
    assert {*outcomes(said).values()} == {"not_sent"}
    assert mail_server.received == []


@pytest.mark.skipif(os.name != "posix", reason="elsewhere the folder itself is the user's own")
def test_a_password_that_is_missing_or_that_others_may_read(
    with_managers: Path, mail_server: MailServer, capsys: pytest.CaptureFixture[str]
) -> None:
    post_through(with_managers, mail_server, security="starttls", user="cariste")
    said = digest(with_managers, "--send", capsys=capsys, code=4)
    assert PASSWORD_VARIABLE in said["digests"][0]["problem"]
    assert str(password_file()) in said["digests"][0]["problem"]
    password_file().write_text("secret", "utf-8")
    password_file().chmod(0o644)
    said = digest(with_managers, "--send", capsys=capsys, code=4)
    assert "chmod 600" in said["digests"][0]["problem"]
    assert mail_server.connections == 0


def test_a_password_is_not_sent_in_clear_even_if_the_settings_ask_for_it(
    with_managers: Path, mail_server: MailServer, capsys: pytest.CaptureFixture[str]
) -> None:
    post_through(with_managers, mail_server, user="cariste")
    assert run(["config", "--check", str(with_managers / CONFIG_NAME)]) == 3
    assert "no password travels in clear" in capsys.readouterr().err


@pytest.mark.parametrize(
    "address",
    ["chef", "chef@", "@x.fr", "a b@x.fr", "a@x.fr\nBcc: b@x.fr", "A <a@x.fr>", "é@x.fr", "a@x.fr,b@x.fr"],
)
def test_what_is_no_address_is_refused_with_its_place(
    with_managers: Path, capsys: pytest.CaptureFixture[str], address: str
) -> None:
    configure(with_managers, managers={"Quai": [address]})
    assert run(["config", "--check", str(with_managers / CONFIG_NAME)]) == 3
    said = capsys.readouterr().err
    assert "managers.Quai.0" in said
    assert "an e-mail address, such as" in said
