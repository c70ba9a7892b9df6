"""The county's own files as the office edits them: checked before they take force, every version kept."""
