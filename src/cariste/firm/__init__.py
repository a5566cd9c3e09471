"""What follows when the firm decides: names that stand everywhere, expiries that were computed."""
