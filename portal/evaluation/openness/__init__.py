"""Public pages on the process of the evaluation, in a release once a year."""
