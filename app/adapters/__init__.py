"""Floor 3: plugs into other people's systems."""
