"""Check-ins: asked at their hour, answered tap by tap, settled, or judged as missed when we could have heard.

`scheduling` plans the next one, `opening` opens it, `beginning` lets the member come first. `live` is one under somebody's
thumb, `answering` takes the answers, `postponing` waits longer, `settling` has them judged, `showing` shows what was saved.
`silence` reminds and judges, `pausing` closes what nobody shall answer; `kinds` are the messages as the outbox sees them.
"""
