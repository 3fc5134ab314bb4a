"""An episode of need: assessment, enquiry, conference, plan, review, closure."""
