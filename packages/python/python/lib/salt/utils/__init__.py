"""The parts of `salt.utils` that modules use most."""
