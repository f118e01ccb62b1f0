"""A citizen rates a desk: the pages, the ways in, and sending."""
