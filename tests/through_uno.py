"""Opens and saves workbooks in LibreOffice as its user does, and tells what LibreOffice asked or warned of.

Run by a Python that has `uno`, seldom that of the tests: `libreoffice.py` starts it, and LibreOffice.
Deeds come in by standard input, what came of them goes to standard output, both as JSON.
"""

from __future__ import annotations

import json
import os
import sys
import time
from threading import Event
from typing import Any

import uno
import unohelper
from com.sun.star.beans import NamedValue, PropertyValue
from com.sun.star.lang import IllegalArgumentException
from com.sun.star.task import XInteractionHandler2

USE_CONFIG, FULL_UPDATE = 3, 3
"""What a double click means: macros as the user's settings say, links brought up to date."""
NO_MACROS = 4
"""What LibreOffice makes of the first when it found nothing in the document that could run."""
ERRORS, FORMULAS = 4, 7
"""Formula cells whose result is an error; any."""
INFOBARS = ("enablecontent", "macro", "readonly", "securitywarn", "signature")
"""The bars above a document that say that something in it was held back."""
TEXT_OPTIONS = "59,34,76,1"
"""`;` between the cells, `"` around texts, UTF-8, from the first line on."""
REFUSALS = ("XInteractionDisapprove", "XInteractionAbort")
OOXML = "Calc MS Excel 2007 XML"

_setattr = uno._uno_struct__setattr__


def _tolerant(self: Any, name: str, value: Any) -> None:
    """Let requests come across: they are exceptions, which pyuno gives `args` and then refuses them."""
    if name != "args":
        _setattr(self, name, value)


uno._uno_struct__setattr__ = _tolerant


class Listener(unohelper.Base, XInteractionHandler2):  # type: ignore[misc]
    """Stands where LibreOffice's dialogs are: writes down each request, and refuses what can be refused."""

    def __init__(self) -> None:
        self.requests: list[str] = []

    def handle(self, request: Any) -> None:
        self.handleInteractionRequest(request)

    def handleInteractionRequest(self, request: Any) -> bool:  # noqa: N802 - UNO's name
        self.requests.append(name_of(request))
        answers = {
            kind.typeName.rpartition(".")[2]: each
            for each in request.getContinuations()
            for kind in each.getTypes()
        }
        if "XInteractionFilterOptions" in answers:
            # The dialog that LibreOffice opens for every text file, answered as its reader would.
            answer = answers["XInteractionFilterOptions"]
            answer.setFilterOptions((of(PropertyValue, "FilterOptions", TEXT_OPTIONS),))
            answer.select()
            return True
        refusal = next((answers[name] for name in REFUSALS if name in answers), None)
        if refusal is not None:
            refusal.select()
        return True


def name_of(request: Any) -> str:
    """Return what LibreOffice asks, as its own type calls it."""
    try:
        return type(request.getRequest()).__name__.rpartition(".")[2]
    except SystemError:  # the bridge still brings some requests across as nothing: asked they were
        return "a request without a name"


def of(kind: Any, name: str, value: Any) -> Any:
    made = kind()
    made.Name, made.Value = name, value
    return made


def opened(desktop: Any, url: str, listener: Listener) -> Any:
    """Open a document as a double click would, though out of sight; None when LibreOffice gave up."""
    wanted = {
        "InteractionHandler": listener,
        "MacroExecutionMode": uno.Any("short", USE_CONFIG),
        "UpdateDocMode": uno.Any("short", FULL_UPDATE),
        "Hidden": True,
    }
    properties = tuple(of(PropertyValue, name, value) for name, value in wanted.items())
    return desktop.loadComponentFromURL(url, "_blank", 0, properties)


def look(desktop: Any, deed: dict[str, Any]) -> dict[str, Any]:
    """Open a document and tell what came of it."""
    listener = Listener()
    try:
        document = opened(desktop, deed["url"], listener)
    except IllegalArgumentException:  # not even its kind was found out
        document = None
    if document is None:
        return {"requests": listener.requests, "opened": False}
    arguments = {each.Name: each.Value for each in document.getArgs()}
    bars = [bar for bar in INFOBARS if document.CurrentController.hasInfobar(bar)]
    told = {
        "opened": True,
        "requests": listener.requests,
        "bars": bars,
        "macros": arguments["MacroExecutionMode"] != NO_MACROS,
        "repaired": bool(arguments.get("RepairPackage", False)),
        "links": [*document.ExternalDocLinks.ElementNames, *document.SheetLinks.ElementNames],
        "modified": bool(document.isModified()),
        "errors": cells_with(document, ERRORS),
        "formulas": cells_with(document, FORMULAS),
        "cells": {each.Name: cells_of(each) for each in document.Sheets},
    }
    document.close(True)
    return told


def cells_with(document: Any, results: int) -> list[str]:
    """Return where the formulas with such results are, one text per sheet that has any."""
    found = (sheet.queryFormulaCells(results).RangeAddressesAsString for sheet in document.Sheets)
    return [addresses for addresses in found if addresses]


def cells_of(sheet: Any) -> list[list[Any]]:
    """Return what a sheet holds, from its first cell to its last; dates are numbers."""
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    last = cursor.RangeAddress
    whole = sheet.getCellRangeByPosition(0, 0, last.EndColumn, last.EndRow)
    return [list(row) for row in whole.getDataArray()]


def save(desktop: Any, deed: dict[str, Any]) -> dict[str, Any]:
    """Save a document, or a new one with a macro, in another format, with a password if one is wanted."""
    document = opened(desktop, deed["url"], Listener())
    if deed.get("macro"):
        document.BasicLibraries.createLibrary("Standard").insertByName("Macro", deed["macro"])
    properties = [of(PropertyValue, "FilterName", deed["filter"])]
    password = deed.get("password")
    if password and deed["filter"] == OOXML:
        # What LibreOffice's own dialog hands over for this format.
        secrets = {"OOXPassword": password, "CryptoType": deed["encryption"]}
        data = tuple(of(NamedValue, name, value) for name, value in secrets.items())
        value = uno.Any("[]com.sun.star.beans.NamedValue", data)
        properties.append(of(PropertyValue, "EncryptionData", value))
    elif password:
        properties.append(of(PropertyValue, "Password", password))
    document.storeToURL(deed["to"], tuple(properties))
    document.close(True)
    return {}


def connected(address: str, patience: float) -> Any:
    """Return LibreOffice's desktop, once it listens."""
    context = uno.getComponentContext()
    make = context.ServiceManager.createInstanceWithContext
    resolver = make("com.sun.star.bridge.UnoUrlResolver", context)
    end, pause = time.monotonic() + patience, Event()
    while True:
        try:
            remote = resolver.resolve(f"uno:{address};urp;StarOffice.ComponentContext")
            return remote.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", remote)
        except Exception:
            if time.monotonic() > end:
                raise
            pause.wait(0.1)


if __name__ == "__main__":
    told = json.load(sys.stdin)
    office = connected(told["address"], told["patience"])
    deeds = {"look": look, "save": save}
    print(json.dumps([deeds[each["do"]](office, each) for each in told["deeds"]]), flush=True)
    # The bridge may fall over while the interpreter takes itself apart.
    os._exit(0)
