"""Which certificate is valid for how long, and on which text that rests: data files and pure functions."""
