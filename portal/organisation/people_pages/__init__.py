"""The staff pages of people: lists, changes by two people, and the own record."""
