"""Pages to print, without Qt: letters, words, tables, and what every page says about where it comes from.

Its modules load reportlab: import them on use.
"""
