"""The process that runs Python modules for the minion."""
