"""A stand-in for WeChat's servers and a phone to hold in the browser: development and tests only.

It speaks real HTTP, signs and encrypts what it sends to the app's callback, reads the answers as
a phone would, redelivers what stays unanswered, limits menus and templates as WeChat does, and
can be told to fail. It knows nothing of the app except its address.

    python -m wechat.simulator --port 5001 --app-url http://127.0.0.1:5000 --data instance/simulator

Two doors: the main port serves WeChat's API (`/cgi-bin`, `/sns`, `/open`), the phone (`/`) and the
JSON API below; the browser port shows the app as WeChat's own browser would (browser.py).

JSON API, prefix `/simulator/api`. A deed answers `{entries, replies, deliveries, served}`.

    GET    /followers                       everybody on the phone list
    POST   /followers                       {name, phone?, about?, open_id?, snapshot?, place?, …}
    GET | PATCH | DELETE /followers/<id>
    POST   /followers/<id>/follow           {scene?}            deed
    POST   /followers/<id>/unfollow                             deed
    POST   /followers/<id>/text             {text}              deed
    POST   /followers/<id>/location         {latitude?, …}      deed
    POST   /followers/<id>/image                                deed
    POST   /followers/<id>/menu             {key | name, scanned?}   deed, `opens` for a link
    POST   /followers/<id>/scan             {text | ticket | image}  deed, `kind`, `opens`
    POST   /followers/<id>/authorization    {event, revoke_info?}    deed
    POST   /followers/<id>/oauth            {url}               {location} with code and state
    GET    /followers/<id>/chat?after=      /templates   /sms   /page   /updates
    GET    /sms?phone=      POST /decode {image}      GET /menu      GET | PUT /templates
    GET | POST /clock                       {add_seconds | offset_seconds | to}
    GET | POST | DELETE /faults             {path, kind, times?, errcode?, seconds?}
    POST   /tokens/expire   POST /reset   GET /deliveries   GET /calls   GET /health
    POST   /sms/send (no prefix)            {phone, text}       what the app calls in development
"""

from wechat.simulator.building import create_browser, create_simulator
from wechat.simulator.serving import RunningSimulator, running
from wechat.simulator.settings import CannotStart, SimulatorSettings

__all__ = [
    "CannotStart",
    "RunningSimulator",
    "SimulatorSettings",
    "create_browser",
    "create_simulator",
    "running",
]
