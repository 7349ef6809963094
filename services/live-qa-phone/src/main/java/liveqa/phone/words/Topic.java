package liveqa.phone.words;

/** A prepared question under a short name, for those who can only press keys. */
public record Topic(String name, String question) {}
