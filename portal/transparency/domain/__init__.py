"""What public pages compute without a database: places on a drawing, findings, words."""
