"""The editor: what its page is told of the words, the panel and the model, and what it brings back."""
