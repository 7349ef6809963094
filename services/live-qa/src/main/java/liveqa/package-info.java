/** A live AI that answers viewers' questions out of published documents, day and night. */
package liveqa;
