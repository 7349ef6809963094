/** Incidents kept as text that every later change of the guards must still catch; played with simulated time over the real loop. */
package koboshi.lesson;
