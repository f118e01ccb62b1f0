"""The organisation from one file: previewed, checked again, then carried out."""
