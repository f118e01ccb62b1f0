"""The statutory report of a survey: an official edition and one for the public."""
