"""What everything else stands on: time, errors, language, places, configuration. No database, no Qt."""
