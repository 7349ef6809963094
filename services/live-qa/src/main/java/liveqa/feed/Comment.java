package liveqa.feed;

/** A message of the live chat; {@code id} tells a repeated one. */
record Comment(String id, String author, String text) {}
