"""Who has an account, what they are called and what they may do."""
