/** Follows the files services log to, and brings what is new in them to the server. */
package koboshi.agent.tail;
