"""The complaint talk: what was said is never asked again, and nothing is lodged unread."""
