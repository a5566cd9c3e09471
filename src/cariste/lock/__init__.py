"""AppLock: who edits, for people to see. What makes it safe is in share/."""
