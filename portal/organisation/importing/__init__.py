"""The organisation from one file: looked at first, checked again, then carried out."""
