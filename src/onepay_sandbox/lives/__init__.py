"""What objects are and become: a module for each kind, with its states, timers and views."""
