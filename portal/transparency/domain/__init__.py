"""Content of public pages that needs no database: places on a drawing, findings, words."""
