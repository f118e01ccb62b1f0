"""The rules P1 to P6 of disclosure control, one module each; P7 is the linter's."""
