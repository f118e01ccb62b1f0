"""Performance of civil servants: from the plan of a year to its result, and who may object."""
