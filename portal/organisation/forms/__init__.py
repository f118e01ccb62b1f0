"""Forms of the organisation's staff pages, and the words for everything that is fixed."""
