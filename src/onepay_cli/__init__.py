"""The command `onepay`: one module for each group of commands. It needs the extra `[cli]`."""
