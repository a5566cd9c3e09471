"""Documents on the screen: looked at, printed, saved elsewhere."""
