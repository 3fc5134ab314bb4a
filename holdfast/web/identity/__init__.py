"""Pages of signing in and out, second factors, an administrator's accounts, and the demonstration's personas."""
