"""The administrator's room: one command line, the process runner, and the composition of all rooms."""
