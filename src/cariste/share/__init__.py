"""The shared folder: reigns, numbered publications and their marks. The protocol is in docs/storage.md."""
