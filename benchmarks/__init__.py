"""What the program does a second, beside what the same server and database can do at all."""
