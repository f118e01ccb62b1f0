"""The pages of the reference, one module a page; `scripts/reference.py` writes them."""
