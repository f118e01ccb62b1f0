"""The yearly cycle of the city: its periods, its frozen rules, its last days, its end."""
