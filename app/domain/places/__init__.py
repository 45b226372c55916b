"""Where practice happens: centre (中心), offices (所), stations (站), in one tree.

A place's `path` is its ancestors' numbers and its own, so that "within my subtree" is a prefix.
Everything staff may see or touch lies within the path of the place they serve (a `Scope`).
Residents choose the community they live in: the station that serves it.
"""
