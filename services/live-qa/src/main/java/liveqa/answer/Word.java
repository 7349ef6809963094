package liveqa.answer;

/** A word of a text in its dictionary form, and how much it says about the subject (a noun more than a verb). */
record Word(String text, double weight) {}
