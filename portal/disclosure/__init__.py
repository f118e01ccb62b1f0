"""What a finished public document tells of numbers of people, whoever reads it."""
