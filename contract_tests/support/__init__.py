"""What the tests share: the contract as data, values drawn from it, and judges that owe the client nothing."""
