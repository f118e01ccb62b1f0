"""What every answer carries for safety, and the keyed pseudonym limits are counted under."""
