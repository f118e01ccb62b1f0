"""What a release holds for staff alone: figures of officers and the funnel of desks."""
