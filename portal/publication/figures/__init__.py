"""Pure: what a publication says, and the rules of disclosure control by which it says it."""
