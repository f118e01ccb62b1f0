"""The tables of ratings; none of them holds a person, a moment or an order."""
