"""What the city decides about itself on a page: its name, contact, inspectorate, deadlines."""
