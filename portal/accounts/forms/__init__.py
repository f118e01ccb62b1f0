"""The forms of accounts and the words for their choices."""
