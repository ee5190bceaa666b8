"""What every package of this project may stand on."""
