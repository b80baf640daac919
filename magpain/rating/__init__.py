"""From numbers to words by stated rules: calculated effects, sizes, GRADE steps and verdicts."""
