/** Rule groups evaluated as time goes by: what they record goes to the store, the alerts they raise are told to the loop. */
package koboshi.ruler;
