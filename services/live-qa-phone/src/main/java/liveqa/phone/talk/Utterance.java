package liveqa.phone.talk;

import liveqa.phone.words.Language;

/** Something to be spoken by a voice of that language. */
public record Utterance(Language language, String text) {}
