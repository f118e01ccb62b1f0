"""The page on which an agency finishes its statutory report."""
