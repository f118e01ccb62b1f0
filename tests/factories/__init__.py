"""Small makers of rows for the tests, a module for each package."""
