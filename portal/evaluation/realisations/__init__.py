"""What was reached of each indicator in a period: reported, shown, answered, never by silence."""
