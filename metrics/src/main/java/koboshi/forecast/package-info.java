/** Where a series is going: slope with interval, the last change of its ways, the time until a limit. It fits; others judge the fit. */
package koboshi.forecast;
