/** The telephone of live-qa: a process of its own that answers calls, asks live-qa over HTTP and speaks the answers. */
package liveqa.phone;
