"""What each dialogue step does. Thin: it reads the turn, calls casework or knowledge, and speaks."""
