"""Documents of a release for staff alone: figures of officers and the funnel of desks."""
