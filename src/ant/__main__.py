"""``python -m ant``."""

from ant.cli.main import main

if __name__ == "__main__":
    main()
