"""One form per entity, and what they all share."""
