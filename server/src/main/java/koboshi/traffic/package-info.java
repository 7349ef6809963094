/** Pools of servers behind balancers: looked at many times a second, kept alike, and told what was decided. */
package koboshi.traffic;
