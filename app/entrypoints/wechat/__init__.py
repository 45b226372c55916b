"""The door through which WeChat delivers what people say and do in the chat."""
