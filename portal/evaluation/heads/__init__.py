"""What the head of an agency reached: the agency's own predicate, not the head's indicators."""
