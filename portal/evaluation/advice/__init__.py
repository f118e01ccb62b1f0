"""What an adviser, or a former superior of the year, recommends to the appraiser."""
