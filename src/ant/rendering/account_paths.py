"""The shared files that are others in a project with accounts."""

README = "README.md"
DOCUMENTATION = "api/startup/documentation.py"
REQUIREMENTS = "requirements.txt"
LOCK = "requirements.lock"
HASHED = "api/helper/functions/hashed.py"
"""How passwords are hashed, in every project with fields."""
OF_ACCOUNTS = (
    ".env.example",
    README,
    "SECURITY.md",
    DOCUMENTATION,
    "docker-compose-prod.yml",
    REQUIREMENTS,
    LOCK,
)
"""Those that every project has."""
