"""Staff sign-in, roles and the audit log."""
