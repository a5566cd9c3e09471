"""The command line: the same features without a window. A public interface: docs/command-line.md."""
