"""Tables without widgets: which columns, which texts, in which order."""
