"""What is wrong with single values of a form, found as one leaves the field."""

from __future__ import annotations

from functools import partial

from cariste.employee import validators
from cariste.ui.forms.form_field import Check


def at_most(longest: int) -> Check:
    """Return the check of a text of so many characters at the most."""
    return partial(validators.check_text, longest=longest)
