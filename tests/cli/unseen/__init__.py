"""What happens while something of a vault cannot be seen."""
