"""What did happen: event logs under XES names, whatever file they came in."""
