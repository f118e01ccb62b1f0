"""What people write: cleaned of what nobody sees, encrypted at rest, and compared by likeness."""
