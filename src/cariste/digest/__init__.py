"""The day's alerts to those who answer for the work areas: as drafts, or sent; never the same twice a day."""
