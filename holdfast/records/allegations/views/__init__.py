"""Pages of the designated officer, and the page on which the hub writes an allegation down."""
