"""The names that modules written for Salt import most: small replacements, made for plain Python modules."""
