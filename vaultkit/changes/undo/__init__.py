"""The journal of runs, and the way back."""
