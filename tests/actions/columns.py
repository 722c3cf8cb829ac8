"""Every column of every table, classified: a person's own file has it, or it is kept back, or it names nobody.

A new column stands in none of these lists, and a test fails until somebody has said which it is.
"""

# In the file of whoever the row is about.
GIVEN: dict[str, str] = {
    "agreements": "id person_id wording given_at withdrawn_at",
    "alert_steps": (
        "alert_id recipient_id position is_leader state asks round asked_at answered_at promised_at outcome message_id"
    ),
    "alerts": (
        "id member_id on kind tier signals wish craving state checkin_id opened_at hold_until_at "
        "next_at round member_message acknowledged_by acknowledged_at ended_at outcome follow_up "
        "follow_up_at revision"
    ),
    "availability": "person_id zone quiet_from quiet_to weekly_limit off_until_at on_break",
    "cadences": "id group_id person_id days times window_minutes reminders questions version",
    "chat_messages": "person_id message_id sent_at",
    "checkins": (
        "id person_id cadence_id on slot state zone planned_at next_opens_at sent_at deadline_at "
        "remind_at reminded settle_at settled_at answered_at sign_of_life step mood craving used "
        "asked_use note extra live_message revision"
    ),
    "disclosures": "id member_id viewer_id what level alert_id at",
    "encouragements": "id group_id author_id on text sent_at",
    "enrolments": (
        "id person_id cadence_id own_times own_days own_window_minutes kept_times paused_until_on "
        "asks_in_pause next_at next_on next_slot opened_on opened_slot once_on once_times "
        "ended_at"
    ),
    "expected": "person_id kind about_id draft expires_at",
    "groups": ("id name zone template preset link created_at approved_at paused_until_on look_at closed_at"),
    "inbox": "update_id body state attempts received_at",
    "invites": "kind issuer_id group_id created_at expires_at used_by used_at",
    "memberships": "group_id person_id role shown_as joined_at left_at offered_at muted_at",
    "offers": "group_id person_id line room since_at",
    "outbox": (
        "id recipient_id kind alert_id checkin_id priority state created_at not_before_at "
        "expires_at attempts claimed_until_at sent_at message_id unfinished_at"
    ),
    "patterns": "enrolment_id position name times",
    "people": (
        "id tg_id name username phone language country zone preset q use_question quiet_from "
        "quiet_to here_run cancelled_run ask_first_offered opioid_line ask_first joined_at "
        "last_sign_at blocked_at lost_at fading fade_at paused_from_on paused_until_on silent_at "
        "pinned_message"
    ),
    "proposed": "person_id what on",
    "requests": "id group_id member_id supporter_id as_leader asked_at answered_at support_id",
    "sent_words": "id support_id author_id text sent_at expires_at answers",
    "sharing": "id support_id signal level ask_first purpose wording since_at until_at ask_at revoked_at",
    "supports": (
        "id member_id supporter_id position state member_route supporter_route accepted_at "
        "confirmed_at ended_at is_leader kept_listed handing_over_at member_mutes supporter_mutes"
    ),
}
# In nobody's file: keyed hashes, and numbers of the bot's own.
KEPT_BACK: dict[str, str] = {
    "groups": "link_hash",
    "inbox": "person_hash",
    "invites": "token_hash",
    "outbox": "dedupe ids epoch",
    "people": "tg_hash pinned_card",
}
# Tables that name no person.
NOBODYS: dict[str, str] = {
    "card_checks": "country verified_on",
    "engine": "id heard_until_at next_update_id tzdata sequence swept_at key_check farewell_on farewell_from_at farewell_done farewell_next_at",
    "lease": "name holder epoch until_at",
    "outages": "id from_at to_at",
}
