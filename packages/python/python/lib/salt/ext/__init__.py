"""Libraries that Salt used to bring along."""
