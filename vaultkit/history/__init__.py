"""A vault beside what it was: the same notes, new names, and findings known before."""
