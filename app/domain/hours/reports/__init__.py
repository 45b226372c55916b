"""Reports about approved hours, their answers, and corrections that replace a record."""
