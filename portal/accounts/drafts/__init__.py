"""Drafts: text in staff forms, stored on the server until the form is sent."""
