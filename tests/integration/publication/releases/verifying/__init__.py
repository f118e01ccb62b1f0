"""Everything that was published is computed again."""
