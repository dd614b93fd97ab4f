"""Files, folders, logs and the keychain.

Decision: logs go to standard error only for now / because a supervisor's machine
keeps them there and the rotating file comes with the installer / would change
with it.

Decision: what a profile remembers of its sign-in is a file of its own (`sign_in.json`),
not a page of `settings.toml` / because the program writes it with the secret, in one
thread and one order, and nobody edits it by hand.

Decision: settings are TOML, written with tomlkit / because people and administrators
edit them, and their comments must outlive the program's own changes / instead of
tomli-w, which writes values alone, or Qt's own format / would change if tomlkit mixed
up more than the dotted names that `settings_file` checks for.

Decision: only what is not as usual is written / because a better default then reaches
those who never touched it / instead of the whole set.

Decision: the policy's path asks no environment variable / because the user could set
it / instead of platformdirs' site folder, which follows ``XDG_CONFIG_DIRS``.
"""
