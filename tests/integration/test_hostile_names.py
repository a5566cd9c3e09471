"""A name that wants to be a formula, a link or markup is plain text in everything that leaves the program."""

from __future__ import annotations

import ctypes
import datetime as dt
from email import message_from_bytes, policy
from html.parser import HTMLParser

import pypdfium2
import pytest
from factories import TODAY, caces, training
from ics import read_strictly
from papers import authorised, driver, made, words_of

from cariste.core.clock import REHEARSAL_VARIABLE
from cariste.core.config import Settings, folder_id
from cariste.core.i18n import set_language
from cariste.digest.digests import gather
from cariste.digest.mail import draft
from cariste.exchange.due_calendar import Wanted, calendar_of
from cariste.reports.registry import REPORTS, Report
from cariste.workspace import Workspace

FORMULA = '=HYPERLINK("http://exemple.invalid";"x")'
MARKUP = '<a href="http://exemple.invalid">Zoé</a> & <img src=x> <b>'


@pytest.fixture(autouse=True)
def _on_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(REHEARSAL_VARIABLE, TODAY.isoformat())
    set_language("en")


@pytest.fixture
def somebody(workspace: Workspace) -> str:
    """The id of a driver of that name, who has something due and something expired."""
    with workspace.change("somebody"):
        person = driver(MARKUP, last_name=FORMULA, external_id="=1+1", agency=MARKUP)
        caces(person, "R489-5", expiration_date=TODAY - dt.timedelta(days=3), organisation=MARKUP)
        training(person, FORMULA, expiration_date=TODAY + dt.timedelta(days=20))
        authorised(person, kind="R489-1A", limits=MARKUP, signatory=FORMULA)
        return str(person.id.hex)


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.name)
def test_no_report_turns_a_name_into_a_link(workspace: Workspace, somebody: str, report: Report) -> None:
    given = {"people": (somebody,), **({"kind": "R489-3"} if report.for_one_machine else {})}
    paper = made(workspace, report.name, **{k: v for k, v in given.items() if k in report.takes})
    told = words_of(paper).replace(" ", "")
    if report.name not in {"leavers", "safety-team"}:  # the person is none of these
        assert '<ahref="http://exemple.invalid">Zoé</a>&' in told
    pdf = pypdfium2.PdfDocument(paper.content)
    place, link = ctypes.c_int(0), pypdfium2.raw.FPDF_LINK()
    links = [pypdfium2.raw.FPDFLink_Enumerate(page, ctypes.byref(place), ctypes.byref(link)) for page in pdf]
    pdf.close()
    assert not any(links)


def test_a_calendar_has_the_name_as_text_and_no_line_of_its_own(workspace: Workspace, somebody: str) -> None:
    wanted = Wanted(folder_id=folder_id(workspace.folder), company=workspace.name, names=True)
    with workspace.reading():
        content, written = calendar_of(TODAY, dt.datetime(2026, 11, 21, 12, 0, 0), wanted)
    events = read_strictly(content).all("VEVENT")
    assert len(events) == written.events > 0
    assert all(FORMULA in event.values["SUMMARY"] for event in events)
    assert not [event for event in events if "URL" in event.values or "ATTACH" in event.values]


def test_a_mail_shows_the_name_and_makes_nothing_of_it(workspace: Workspace, somebody: str) -> None:
    settings = Settings(managers={"Quai": ("quai@exemple.fr",)})
    with workspace.reading():
        round_ = gather(TODAY, settings)
    [digest] = round_.digests
    mail = message_from_bytes(draft(round_, digest).as_bytes(policy=policy.SMTP), policy=policy.default)
    plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert FORMULA in plain.get_content()
    page = _Page()
    page.feed(html.get_content())
    assert FORMULA in page.text
    assert MARKUP in page.text
    assert not {"a", "img", "b"} & page.tags


class _Page(HTMLParser):
    """What a reader sees of a page, and which tags it has."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.text += data
