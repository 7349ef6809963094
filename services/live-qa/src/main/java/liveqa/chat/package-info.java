/** The live chat of YouTube, by its Data API. */
package liveqa.chat;
