"""Cariste: who may drive a forklift today, and how to prove it."""

__version__ = "0.1.0"
