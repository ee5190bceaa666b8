"""Tables as people save them: read from CSV, XLSX, JSON lines or rows of a program, and written for them."""
