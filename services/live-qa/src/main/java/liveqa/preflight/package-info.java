/**
 * What must hold on the host that will really stream, looked at before the stream: each check passes, fails with a remedy, or says why it cannot be proven
 * here. It looks from outside, by files, programs and HTTP, and knows no other part of the service but its documents.
 */
package liveqa.preflight;
