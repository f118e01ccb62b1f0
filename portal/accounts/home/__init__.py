"""The first staff page: what a person has to do next."""
