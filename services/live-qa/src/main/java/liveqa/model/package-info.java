/**
 * A language model behind an OpenAI-compatible endpoint that words answers out of passages already found. What it says is used only as far
 * as it can be checked against them; in every other case the documents' own words are the answer.
 */
package liveqa.model;
