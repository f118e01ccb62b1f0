"""The city on a few pages for its mayor: published figures, and what waits as numbers."""
