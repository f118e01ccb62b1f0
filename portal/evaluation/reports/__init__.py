"""Reports of a cycle for those who look after it: completeness, a unit's table, merit system."""
