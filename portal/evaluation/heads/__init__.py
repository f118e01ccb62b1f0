"""Results of heads of agencies: the agency's own predicate, not the head's indicators."""
