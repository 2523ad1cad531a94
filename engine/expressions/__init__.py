"""Expressions and scripts of models, evaluated in a sandbox: FEEL and JavaScript, never Python."""
