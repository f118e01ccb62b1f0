"""How often the open channel and a device may be used, by anybody."""
