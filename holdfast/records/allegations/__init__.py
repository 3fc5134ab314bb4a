"""An allegation against somebody who works with children."""
