"""The outbox messages of alerts, by kind: what each says when it is claimed, and what follows from its fate."""

from sqlmodel import Session

from bot.actions.alerts import crisis, ending, joining_in, notices, pages, promises, sos
from bot.actions.alerts.asking import JOIN, MORE
from bot.actions.outgoing import Kind, Kinds
from bot.texts.messages import Message
from storage.queries import alerts
from storage.tables import Outgoing


def _fixed(kind: str) -> Kind:
    """The same words always, in place of what the member was told before."""
    return Kind(lambda session, row, now: Message(kind), edits=_held_message)


def _held_message(session: Session, row: Outgoing) -> int | None:
    """The member's own message about this alert."""
    alert = alerts.locked(session, row.alert_id)
    return alert.member_message if alert is not None else None


def _their_page(session: Session, row: Outgoing) -> int | None:
    """The message with which this supporter was asked."""
    step = alerts.step(session, row.alert_id or 0, row.recipient_id)
    return step.message_id if step is not None else None


def _their_notice(session: Session, row: Outgoing) -> int | None:
    """ "Sam has seen this", which the promise replaces."""
    sent = alerts.last_message(session, row.alert_id, "alert-acknowledged")
    return sent.message_id if sent is not None else None


def _edit(session: Session, row: Outgoing) -> int | None:
    return row.ids.get("edit")


_PAGE = Kind(pages.load_page, on_sent=pages.page_sent, on_refused=pages.page_refused)

KINDS: Kinds = {
    "alert-page": _PAGE,
    "alert-reminder": _PAGE,
    "sos-page": _PAGE,
    MORE: Kind(pages.load_more, on_sent=pages.more_sent),
    "alert-held": Kind(notices.load_held, on_sent=notices.held_sent),
    "alert-held-anew": Kind(notices.load_held, edits=_held_message, on_sent=notices.held_sent),
    "quiet-announcement": Kind(
        notices.load_announcement, on_sent=notices.announced, on_refused=notices.announcement_refused
    ),
    "alert-more-held": Kind(notices.load_more_held, on_sent=notices.more_held_sent),
    "alert-asked": Kind(notices.load_asked, edits=_edit),
    "alert-waiting": Kind(notices.load_waiting),
    "alert-exhausted": Kind(ending.load_exhausted),
    "alert-ended": Kind(ending.load_ended),
    "alert-acknowledged": Kind(notices.load_acknowledged),
    "alert-promised": Kind(notices.load_promised, edits=_their_notice),
    "alert-reached": Kind(
        promises.load_question, on_sent=notices.question_settled, on_refused=notices.question_settled
    ),
    "alert-withdrawn": _fixed("alert-withdrawn"),
    "quiet-called-off": _fixed("quiet-called-off"),
    "alert-taken": Kind(pages.load_taken, edits=_their_page),
    "sos-taken": Kind(pages.load_taken, edits=_their_page),
    "alert-closed": Kind(ending.load_closed, on_sent=ending.closed_sent),
    "alert-closed-silent": Kind(ending.load_closed, edits=_their_page, on_sent=ending.closed_sent, silent=True),
    "alert-page-closed": Kind(ending.load_closed, edits=_their_page, silent=True),
    JOIN: Kind(joining_in.load, on_sent=joining_in.sent, on_refused=pages.page_refused),
    "alert-joining": Kind(joining_in.load_joining),
    "alert-joined": Kind(joining_in.load_answer),
    "alert-join-yes": Kind(joining_in.load_answer),
    "alert-join-no": Kind(joining_in.load_answer),
    "alert-look-again": Kind(pages.load_look_again),
    "sos-over": Kind(ending.load_closed),
    "sos-card": Kind(sos.load_card),
    "sos-card-again": Kind(sos.load_card),
    sos.LATE: Kind(sos.load_card),
    "sos-going-on": Kind(sos.load_going_on),
    "sos-reached": Kind(sos.load_question),
    "sos-on-it": Kind(sos.load_on_it),
    "crisis-card": Kind(crisis.load_card),
}
