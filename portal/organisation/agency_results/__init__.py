"""What is recorded of agencies: predicates and main indicators (IKU)."""
