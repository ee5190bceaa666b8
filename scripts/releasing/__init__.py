"""What a release needs: the version that follows from what changed, the changelog, and builds that can be checked."""
