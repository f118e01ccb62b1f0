"""The time of day, months and days of the city."""
