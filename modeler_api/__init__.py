"""The door: the pages, resources and commands through which people and machines reach the other rooms.

Flask lives here and only here. `app.create_app` is the one place that wires the workshop, the study and the
door's own store together; every view parses a request, calls one verb and renders its answer.
"""
