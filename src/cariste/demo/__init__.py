"""A believable warehouse of invented people, the same every time."""
