"""What every page of the portal shares: here, what is asked about the state of the portal."""
