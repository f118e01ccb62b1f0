"""Tables as people send them, CSV and .xlsx; and CSV that is safe to open in a spreadsheet."""
