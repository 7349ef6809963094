/** How series come in and answers go out: Prometheus's remote write and the JSON of its HTTP API. */
package koboshi.wire;
