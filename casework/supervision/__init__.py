"""What a supervisor watches and does: ageing, due dates, calls, matters under supervision, talks, quality checks."""
