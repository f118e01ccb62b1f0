"""What can be done with releases, one module a use case."""
