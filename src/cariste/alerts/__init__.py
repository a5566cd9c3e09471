"""What needs attention, how urgent, for whom: computed when read, never stored."""
