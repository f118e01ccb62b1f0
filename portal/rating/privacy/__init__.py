"""The insider's attack on the installed schema: can a ticket be tied to what its holder said."""
