"""A person's own account: sessions, password, authenticator app, recovery codes."""
