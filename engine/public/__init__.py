"""What the package ``engine`` offers to other programs, on top of the services."""
