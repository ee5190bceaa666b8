"""`python -m onepay_contract` is the command `onepay-contract`."""

from onepay_contract.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
