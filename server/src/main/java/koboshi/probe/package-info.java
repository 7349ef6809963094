/** Asks very many web addresses, each at its moment and on a fresh connection, and tells how that went. */
package koboshi.probe;
