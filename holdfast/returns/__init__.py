"""What the law asks an authority to send."""
