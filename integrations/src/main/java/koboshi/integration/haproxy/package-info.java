/** HAProxy through its Runtime API: what its servers are doing, and which of them it gives traffic. */
package koboshi.integration.haproxy;
