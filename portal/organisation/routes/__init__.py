"""The staff pages of the organisation, and who sees which part of it."""
