"""The machines on the site."""
