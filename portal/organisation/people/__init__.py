"""People of the city: numbers, posts, who reports to whom, who is away and who is close."""
