"""Every SELECT on accounts and the audit log."""
