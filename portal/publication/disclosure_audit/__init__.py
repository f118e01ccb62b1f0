"""The audit of a draft before it may go out: what everything published would tell."""
