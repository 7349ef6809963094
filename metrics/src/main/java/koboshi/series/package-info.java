/** What was measured: labels, samples, native histograms, and where series are read from and written to. Pure but for the ring, which many threads may use. */
package koboshi.series;
