"""Running untrusted notebooks: see `tiers.open_sandbox`, which is where a judge starts."""
