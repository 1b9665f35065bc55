"""The only floor that speaks SQL: tables, the unit of work with one module per role, migrations."""
