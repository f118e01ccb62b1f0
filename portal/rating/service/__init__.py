"""The use cases of ratings: sending one, and what happens to it until it is a tally."""
