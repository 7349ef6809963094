/** Runs scripts in Prometheus's test language: the language's own conformance, and a user's tests of queries. */
package koboshi.promqltest;
