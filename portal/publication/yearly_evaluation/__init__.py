"""What the public reads once a year of the evaluation of civil servants: its process."""
