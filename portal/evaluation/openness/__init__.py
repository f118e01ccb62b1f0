"""What the public learns of the evaluation: its process, in a release once a year."""
