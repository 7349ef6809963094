/** What is held back before it is read aloud: spam, abuse, personal data. */
package liveqa.moderation;
