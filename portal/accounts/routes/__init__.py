"""The staff pages of accounts; every answer may not be stored."""
