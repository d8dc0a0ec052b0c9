"""What a broken link may have meant, and the evidence for it."""
