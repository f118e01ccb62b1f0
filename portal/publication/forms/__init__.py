"""What staff may ask of the pages on what is published."""
