"""Pages: what people see. Views translate a request into one query or operation and the answer into words."""
