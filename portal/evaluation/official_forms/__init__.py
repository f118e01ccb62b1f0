"""Plans and evaluations written in the layout of the official forms."""
