package liveqa.phone.sip;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * How the SIP side is set.
 *
 * @param announced the address callers reach us at, written into what we send; the one listened at unless there is a NAT
 * @param ring how long it rings before it is answered
 * @param patience how long a caller waits for an answer at most
 * @param listening how long one waits for a key before asking again
 * @param dead how long the other side may send no sound at all
 * @param longest how long a call may be
 */
public record SipSettings(InetSocketAddress listen, InetAddress announced, Allowed allowed, Ports ports, Duration ring, Duration patience, Duration listening,
        Duration dead, Duration longest) {}
