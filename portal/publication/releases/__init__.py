"""The cycle of a release: draft, sign-off, hold, publication, ledger, verification."""
