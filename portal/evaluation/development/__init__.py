"""Help for a person: improvement programmes with goals, check-ins, facts and their effect."""
