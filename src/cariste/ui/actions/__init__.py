"""What can be done with what is selected, listed once for menus, buttons and keys."""
