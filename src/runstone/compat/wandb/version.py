"""The release of the client whose door this is: what scripts compare with."""

VERSION = "0.31.0"
