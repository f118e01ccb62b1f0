"""Administration of other people's accounts."""
