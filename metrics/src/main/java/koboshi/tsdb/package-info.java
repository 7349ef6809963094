/** Series kept on disk: an append log, a head in memory, immutable compressed blocks. */
package koboshi.tsdb;
