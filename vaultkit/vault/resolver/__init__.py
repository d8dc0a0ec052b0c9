"""Where links lead, one module a dialect; ``outcome`` holds what they all return."""
