"""What a vault holds, counted."""
