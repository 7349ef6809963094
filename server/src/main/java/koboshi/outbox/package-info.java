/** Samples on their way to another server: on disk until they were taken there. */
package koboshi.outbox;
