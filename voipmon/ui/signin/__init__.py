"""The sign-in dialog. Secrets live in its fields alone and leave with the command."""
