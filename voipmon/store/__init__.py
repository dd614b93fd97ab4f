"""Files, folders, logs and the keychain.

Decision: logs go to standard error only for now / because a supervisor's machine
keeps them there and the rotating file comes with the installer / would change
with it.

Decision: what a profile remembers of its sign-in is a file of its own (`sign_in.json`),
not a page of `settings.toml` / because the program writes it with the secret, in one
thread and one order, and nobody edits it by hand.
"""
