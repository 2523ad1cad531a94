"""The JSON resources for programs, one file each; every module has a flask-smorest `blueprint`."""
