package liveqa.phone.talk;

import java.util.List;

/** What an event leads to: how the conversation stands, what is said, and what is done then. */
public record Turn(Conversation conversation, List<Utterance> say, Then then) {}
