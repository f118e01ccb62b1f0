"""Parts that all pages of the portal share: here, the questions about the portal's state."""
