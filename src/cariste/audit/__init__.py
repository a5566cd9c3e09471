"""The journal: every write, who, when, old and new, in the same transaction."""
