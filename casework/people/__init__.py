"""The people of the office: units as a tree, staff and their rights, residents under seal, duty, the calendar."""
