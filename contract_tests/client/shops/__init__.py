"""Programs of strangers, written with nothing but the documentation; they are type-checked as the project itself is."""
