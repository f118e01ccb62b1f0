"""Visit tickets: each can be used once, and says nothing of who used it."""
