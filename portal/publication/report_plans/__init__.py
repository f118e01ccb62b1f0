"""Parts that an agency adds to its statutory report: its plan, the last plan, who signs."""
