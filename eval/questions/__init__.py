"""Question sets with their answers, and the check that the answers stand in the minutes."""
