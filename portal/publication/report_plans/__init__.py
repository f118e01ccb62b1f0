"""What an agency adds to its statutory report: what it plans, what became of it, who signs."""
