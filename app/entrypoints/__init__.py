"""Floor 4: the doors. They parse, ask a room, and show; rules live below."""
