"""Signs that somebody should look again, calibration meetings, the yearly equity check."""
