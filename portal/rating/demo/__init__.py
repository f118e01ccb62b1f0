"""Made-up ratings for the demonstration city; numpy is imported here and by no web worker."""
