"""What citizens and staff do with complaints, one transaction each."""
