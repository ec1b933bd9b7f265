"""The command `motcua`: one subcommand per door. It sits above every room and holds no rules of its own."""
