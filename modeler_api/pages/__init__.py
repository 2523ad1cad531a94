"""The pages for people, one file each; every module has a `blueprint` and may have a `navigation` item."""
