/** Lines that services logged, kept for a while so that an incident can show what was said around it. */
package koboshi.log;
