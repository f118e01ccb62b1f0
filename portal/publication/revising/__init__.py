"""How a year is revised (P6), and how its difference from the months stays safe."""
