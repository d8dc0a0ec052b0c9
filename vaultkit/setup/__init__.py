"""What ``vaultkit init`` finds out about a vault, and the files that it writes."""
