"""PostgreSQL as Holdfast has it: its own embedded server, or any server by address; and the two roles.

`place` says where things lie, `server` starts and shares the embedded server, `roles` makes the two roles
and says whether the app's role is fit to serve. Nothing here needs Django.
"""
