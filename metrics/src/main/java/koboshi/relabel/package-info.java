/** Rules that rewrite labels, as Prometheus has them: of targets before they are scraped, of series before they are kept. Pure. */
package koboshi.relabel;
