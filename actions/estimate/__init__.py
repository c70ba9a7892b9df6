"""The estimate of eligibility as a talk: asked one by one, told with reasons, nothing kept afterwards."""
