"""The drawn procedure: BPMN bytes, the typed elements read from them, and the edits that change them."""
