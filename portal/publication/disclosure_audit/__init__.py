"""The audit of a draft before publication: what would follow from everything published."""
