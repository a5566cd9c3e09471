"""How it looks: colours, fonts, icons."""
