"""What the law says, what is counted, what is looked for before something is made public."""
