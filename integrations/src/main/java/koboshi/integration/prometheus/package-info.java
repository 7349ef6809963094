/** Any server that speaks Prometheus's HTTP API: asked by PromQL, and written to by remote write. */
package koboshi.integration.prometheus;
