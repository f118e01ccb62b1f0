"""Settings that the city decides on a page: its name, contact, inspectorate, deadlines."""
