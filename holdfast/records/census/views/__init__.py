"""Pages of what the census finds: a file that is dropped, findings and who mends them, and mending one."""
