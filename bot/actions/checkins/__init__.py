"""Check-ins: asked at their hour, answered tap by tap, settled, or judged as missed when we could have heard.

`scheduling` plans the next one, `opening` opens it, `answering` takes the answers, `settling` has them judged, `silence` reminds
and judges; `kinds` are the messages as the outbox sees them.
"""
