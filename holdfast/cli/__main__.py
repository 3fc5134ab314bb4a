"""`python -m holdfast.cli`, where the command itself is not on the path."""

from holdfast.cli import main

if __name__ == "__main__":
    main()
