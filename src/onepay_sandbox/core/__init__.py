"""The core of the sandbox: objects, time, money and events of one account within one transaction."""
