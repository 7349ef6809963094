/** Random cut forests, by the library of that name: how unlike anything before a value is. */
package koboshi.integration.rcf;
