"""Random call-backs: each week some people are asked whether their hours are true.

On Monday a share of what was approved in the week before is drawn, at least one record a place, by
a seed that anybody can draw by again. Somebody of another place takes one, sees the phone while she
has it, and writes down what the person said. What differs flags the record for those above.
"""
