"""Calendars as RFC 5545 wants them: a strict reader, and somebody's calendar that imports files."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_LINE = re.compile(rb"(?P<name>[A-Z0-9-]+)(?P<parameters>(;[A-Z-]+=[A-Za-z-]+)*):(?P<value>.*)", re.DOTALL)
_ESCAPE = re.compile(r"\\(.?)", re.DOTALL)
_DAY = re.compile(r"\d{8}")
_MOMENT = re.compile(r"\d{8}T\d{6}Z")
_DURATION = re.compile(r"-P(\d+D)?(T(\d+H)?(\d+M)?(\d+S)?)?")
_TEXTS = {"SUMMARY", "DESCRIPTION", "X-WR-CALNAME", "UID"}
_ONCE = {"UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "STATUS", "SUMMARY", "LAST-MODIFIED", "CLASS"}
_FORMS = {
    "DTSTART": _DAY,
    "DTEND": _DAY,
    "DTSTAMP": _MOMENT,
    "LAST-MODIFIED": _MOMENT,
    "SEQUENCE": re.compile(r"\d{1,10}"),
    "STATUS": re.compile("CONFIRMED|CANCELLED"),
    "CLASS": re.compile("PRIVATE"),
    "TRANSP": re.compile("TRANSPARENT"),
    "ACTION": re.compile("DISPLAY"),
    "TRIGGER": _DURATION,
}
_LONGEST = 75
"""Octets of a line, its end aside (RFC 5545, 3.1)."""


@dataclass
class Component:
    """What stands between BEGIN and END: its properties, texts in clear, and the components in it."""

    name: str
    values: dict[str, str] = field(default_factory=dict)
    below: list[Component] = field(default_factory=list)

    def all(self, name: str) -> list[Component]:
        """Return the components of this name directly below."""
        return [each for each in self.below if each.name == name]


def read_strictly(content: bytes) -> Component:
    """Return a calendar; AssertionError names the first rule that a line breaks."""
    assert content.endswith(b"\r\n")
    physical = content[:-2].split(b"\r\n")
    for line in physical:
        assert b"\n" not in line, line
        assert b"\r" not in line, line
        assert len(line) <= _LONGEST, line
        line.decode("utf-8")  # no letter is cut in two
        assert not re.search(rb"[\x00-\x08\x0b-\x1f\x7f]", line), line
    unfolded: list[bytes] = []
    for line in physical:
        if line.startswith((b" ", b"\t")):
            unfolded[-1] += line[1:]
        else:
            unfolded.append(line)
    calendar = _components(unfolded)
    _check_calendar(calendar)
    return calendar


def _components(lines: list[bytes]) -> Component:
    whole = Component("")
    open_ones = [whole]
    for line in lines:
        match = _LINE.fullmatch(line)
        assert match, line
        name, value = match["name"].decode(), match["value"].decode()
        if name == "BEGIN":
            open_ones[-1].below.append(Component(value))
            open_ones.append(open_ones[-1].below[-1])
        elif name == "END":
            assert open_ones.pop().name == value, line
        else:
            _take(open_ones[-1], name, match["parameters"].decode(), value)
    assert open_ones == [whole]
    (calendar,) = whole.below
    return calendar


def _take(component: Component, name: str, parameters: str, value: str) -> None:
    assert name not in component.values or name not in _ONCE, name
    if name in {"DTSTART", "DTEND"}:
        assert parameters == ";VALUE=DATE"
    if name in _FORMS:
        assert _FORMS[name].fullmatch(value), (name, value)
    component.values[name] = _clear(value) if name in _TEXTS else value


def _clear(text: str) -> str:
    bare = _ESCAPE.sub("", text)
    assert "," not in bare, text
    assert ";" not in bare, text
    for match in _ESCAPE.finditer(text):
        assert match[1] in {"\\", ";", ",", "n", "N"}, text
    return _ESCAPE.sub(lambda match: "\n" if match[1] in "nN" else match[1], text)


def _check_calendar(calendar: Component) -> None:
    assert calendar.name == "VCALENDAR"
    assert calendar.values["VERSION"] == "2.0"
    assert calendar.values["PRODID"]
    events = calendar.all("VEVENT")
    assert events == calendar.below
    uids = [event.values["UID"] for event in events]
    assert len({*uids}) == len(uids)
    for event in events:
        assert {"UID", "DTSTAMP", "DTSTART", "SEQUENCE", "STATUS"} <= {*event.values}
        assert int(event.values["SEQUENCE"]) < 2**31
        for alarm in event.below:
            assert alarm.name == "VALARM"
            assert {*alarm.values} == {"ACTION", "DESCRIPTION", "TRIGGER"}


class SomebodysCalendar:
    """Imports files as RFC 5546 says: by UID, the greater SEQUENCE wins, then the later DTSTAMP."""

    def __init__(self) -> None:
        self._events: dict[str, Component] = {}

    def take_in(self, content: bytes) -> None:
        """Import a file."""
        for event in read_strictly(content).all("VEVENT"):
            known = self._events.get(event.values["UID"])
            if known is None or _age(event) >= _age(known):
                self._events[event.values["UID"]] = event

    @property
    def shown(self) -> list[tuple[str, str]]:
        """Day and title of what is not called off, in order."""
        return sorted(
            (event.values["DTSTART"], event.values["SUMMARY"])
            for event in self._events.values()
            if event.values["STATUS"] != "CANCELLED"
        )


def _age(event: Component) -> tuple[int, str]:
    return int(event.values["SEQUENCE"]), event.values["DTSTAMP"]
