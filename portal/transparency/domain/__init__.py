"""What the public pages know without a database: places on a drawing, findings, words to choose."""
