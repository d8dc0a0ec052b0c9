"""What looks at a vault and changes nothing: its graph, its counts, its health."""
