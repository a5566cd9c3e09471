"""The files behind the records: taken in, checked, shown page by page, matched to people by their names."""
