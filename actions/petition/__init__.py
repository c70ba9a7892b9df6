"""A petition already lodged: how it stands, pressing for it, adding to it, taking it back, judging the answer."""
