"""What a server is given: the wheel, the script that installs it, the proxy before it."""
