"""The pipeline of a check: each file is checked by the rules, and the results are put together."""
