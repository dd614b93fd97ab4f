"""What can be said about sound: level, envelope, listening quality."""
