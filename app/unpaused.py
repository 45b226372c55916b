"""The garbage collector leaves alone what the program itself consists of.

Reading the program makes 400,000 objects that live as long as the process. Looked through while
they are made, they cost a second at every start; looked through afterwards, a third of a second in
the middle of somebody's check-in. Imported before the rest; `gc.freeze` is made for this.
"""

import gc

gc.disable()


def leave_alone_what_is_here() -> None:
    """From now on only what comes later is looked through."""
    gc.freeze()
    gc.enable()
