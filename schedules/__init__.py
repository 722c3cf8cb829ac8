"""The clock's side: the alarm, the tick, what we could hear, and the relay that empties the outbox."""
