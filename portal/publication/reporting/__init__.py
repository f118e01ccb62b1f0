"""The statutory report: exact for an agency's own staff, and from published figures for all."""
