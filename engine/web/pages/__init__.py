"""The pages of the console, one module for each part; every state change is a plain form."""
