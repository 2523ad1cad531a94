"""The card of a procedure: the passport of the service and the administrative regulation, from the same model."""
