"""Yearly release on the evaluation of civil servants: its process, for the public."""
