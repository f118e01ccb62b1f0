"""Pages of a hearing: of whoever decides, of the office, and the files of both sides."""
