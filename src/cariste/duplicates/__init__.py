"""Two files that may be about one person: proposed by name, number and dates, merged by a person."""
