"""The journal read back: who changed what, when, from which PC, old and new."""
