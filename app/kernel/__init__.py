"""Floor 1: tools with no opinion about volunteers."""
