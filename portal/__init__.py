"""Suara Loket: citizens rate service desks anonymously, the city publishes it fairly."""
