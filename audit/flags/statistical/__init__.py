"""Statistical rules: comparisons with peers and with chance; each says how often it errs."""
