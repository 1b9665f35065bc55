"""Working calendars: pure date arithmetic that can explain itself."""
