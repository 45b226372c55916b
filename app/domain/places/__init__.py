"""Where practice happens: centre (中心), offices (所), stations (站), points (点), in one tree.

A place's `path` is its ancestors' numbers and its own, so that "within my subtree" is a prefix.
Everything staff may see or touch lies within the path of the place they serve (a `Scope`).
Residents choose the community they live in: the station that serves it. A point (a history hall, a
park) is looked after by the place above it. A page tells hours, photos, who leads it.
"""
