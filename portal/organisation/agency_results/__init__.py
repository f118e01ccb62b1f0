"""Results of agencies: predicates and main indicators (IKU)."""
