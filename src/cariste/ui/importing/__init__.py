"""The assistant that brings a file in."""
