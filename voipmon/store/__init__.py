"""Files, folders, logs and the keychain."""
