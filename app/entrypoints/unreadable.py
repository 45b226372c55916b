"""A NUL in what was sent is refused at the door: no page has one, and PostgreSQL keeps none."""

from collections.abc import Collection

from flask import Flask, request

from app.kernel.refusal import Unreadable

NUL = "\0"


def install_no_nul(app: Flask, *, other_bodies: Collection[str]) -> None:
    """Look at addresses and forms, once how large they may be and whose they are has been checked.

    `other_bodies` names the doors that read their bodies themselves: no form is read for them.
    """

    @app.before_request
    def _refuse() -> None:
        if not request.endpoint:
            return
        forms = () if request.blueprint in other_bodies else (request.form,)
        for said in (request.args, *forms):
            if any(NUL in text for texts in said.listvalues() for text in texts):
                raise Unreadable
        if any(NUL in str(part) for part in (request.view_args or {}).values()):
            raise Unreadable
