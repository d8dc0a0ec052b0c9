"""What a run found, as one record; ``formats`` writes it for people and programs."""
