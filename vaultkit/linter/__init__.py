"""The pipeline of a check: files are judged one by one, and the verdicts put together."""
