"""The settings that change figures, each decided for a month to come."""
