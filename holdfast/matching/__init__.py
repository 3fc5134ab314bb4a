"""Whether two descriptions are of one person: compared word by word, weighed by a trained model, told in reasons.

Plain Python over plain data. It finds nobody, sees nobody and decides nothing: who may be asked about stands in
`holdfast.records.people`, and that two are one person is said by a person.
"""
