"""Specs of our own, one file per family, for everything the guest's specs get silently wrong."""
