"""What was not understood: collected without personal data, labelled, looked at twice, given to training."""
