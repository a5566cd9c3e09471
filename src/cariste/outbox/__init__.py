"""Edits recorded on this PC that the shared folder does not have yet."""
