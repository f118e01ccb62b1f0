"""Rules of accounts that need neither a database nor the web."""
