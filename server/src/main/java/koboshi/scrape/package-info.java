/** Fetches what targets expose and keeps it as series: found, asked at their own moments, read, bounded, and named when they are bad. */
package koboshi.scrape;
