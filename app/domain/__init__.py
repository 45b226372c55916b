"""Floor 2: the rooms. No Flask, no HTTP client, no WeChat, no clock."""
