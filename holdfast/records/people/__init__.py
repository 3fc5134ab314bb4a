"""Children, unborn children, parents and carers; who is related to whom; where they live."""
