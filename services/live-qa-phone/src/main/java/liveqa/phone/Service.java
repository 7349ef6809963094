package liveqa.phone;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import liveqa.phone.asking.LiveQa;
import liveqa.phone.http.Door;
import liveqa.phone.http.Identity;
import liveqa.phone.measure.Calls;
import liveqa.phone.sip.Allowed;
import liveqa.phone.sip.Ear;
import liveqa.phone.sip.House;
import liveqa.phone.sip.SipPhone;
import liveqa.phone.sip.SipSettings;
import liveqa.phone.talk.Host;
import liveqa.phone.talk.Utterance;
import liveqa.phone.voice.Espeak;
import liveqa.phone.voice.LiveQaVoice;
import liveqa.phone.voice.NoVoice;
import liveqa.phone.voice.OpenJTalk;
import liveqa.phone.voice.Voices;
import liveqa.phone.webhook.Signature;
import liveqa.phone.webhook.Webhooks;
import liveqa.phone.words.Language;
import liveqa.phone.words.Phrase;
import liveqa.phone.words.Words;
import liveqa.phone.words.WordsProblem;

/** The running service: its parts, in the order they start. */
public final class Service implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("phone");
    private static final Duration BETWEEN_SWEEPS = Duration.ofSeconds(30);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    private final Flags flags;
    private final Door door;
    private final Calls calls;
    private final LiveQa liveQa;
    private final ScheduledExecutorService sweeping = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("sweep").factory());
    private Thread preparing;
    private Webhooks webhooks;
    private SipPhone sip;

    private Service(Flags flags, Door door) {
        this.flags = flags;
        this.door = door;
        this.calls = new Calls(flags.maxCalls);
        this.liveQa = new LiveQa(flags.liveQa);
    }

    /**
     * Returns when calls are answered.
     *
     * @param environmentToken the provider's token as the environment has it, or null
     */
    public static Service start(Flags flags, String environmentToken) throws CannotStart {
        return start(flags, environmentToken, null);
    }

    /** @param ears what hears callers of SIP; null when nothing does, and they press keys */
    public static Service start(Flags flags, String environmentToken, Ear.Maker ears) throws CannotStart {
        check(flags);
        var words = words(flags);
        var token = token(flags, environmentToken);
        if (token == null && flags.sip == null) {
            throw new CannotStart("nothing to answer: turn on the webhooks (--twilio-token-file or TWILIO_AUTH_TOKEN), SIP (--sip), or both", null);
        }
        var service = new Service(flags, bound(flags.listen));
        try {
            service.open(words, token, ears);
            return service;
        } catch (CannotStart | RuntimeException e) {
            service.close();
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            service.close();
            throw new CannotStart("interrupted while starting", e);
        }
    }

    private static void check(Flags flags) throws CannotStart {
        if (flags.maxCalls < 1 || flags.maxCalls > 500) throw new CannotStart("--max-calls must be from 1 to 500, not " + flags.maxCalls, null);
        if (flags.sip == null) return;
        if (flags.sip.getAddress().isAnyLocalAddress()) throw new CannotStart("--sip needs the address that callers reach, not " + flags.sip.getHostString(), null);
        if (flags.rtpPorts.count() < flags.maxCalls) {
            throw new CannotStart("--rtp-ports holds " + flags.rtpPorts.count() + " even ports, fewer than --max-calls " + flags.maxCalls, null);
        }
    }

    private static Words words(Flags flags) throws CannotStart {
        try {
            return flags.words == null ? Words.bundled() : Words.in(flags.words);
        } catch (IOException e) {
            throw new CannotStart("--words cannot be read: " + e, e);
        } catch (WordsProblem e) {
            throw new CannotStart("the words cannot be used (--copy-words writes a file to start from):\n  " + e.getMessage(), e);
        }
    }

    /** Null when none is given. It is never shown, not even in an error. */
    private static String token(Flags flags, String environmentToken) throws CannotStart {
        try {
            var token = flags.tokenFile != null ? Files.readString(flags.tokenFile).strip() : environmentToken;
            if (token != null && token.isBlank()) throw new CannotStart("the provider's token is empty", null);
            return token;
        } catch (IOException e) {
            throw new CannotStart("--twilio-token-file cannot be read: " + e, e);
        }
    }

    private static Door bound(InetSocketAddress address) throws CannotStart {
        try {
            return Door.bind(address);
        } catch (BindException e) {
            throw new CannotStart("cannot listen at " + address.getHostString() + ":" + address.getPort() + ": " + e.getMessage()
                    + "; stop what uses it or choose another with --listen", e);
        } catch (IOException e) {
            throw new CannotStart("cannot listen at " + address + ": " + e, e);
        }
    }

    private void open(Words words, String token, Ear.Maker ears) throws CannotStart, InterruptedException {
        if (flags.sip != null) openSip(words, ears);
        if (token != null) webhooks = new Webhooks(webhookSettings(token), calls, liveQa, words);
        long sweep = BETWEEN_SWEEPS.toSeconds();
        if (webhooks != null) sweeping.scheduleWithFixedDelay(webhooks::forgetTheForgotten, sweep, sweep, TimeUnit.SECONDS);
        door.open(webhooks, calls.measures(), new Identity(version(), Instant.now(), sip == null ? "off" : sipAddress(), webhooks != null, calls::count));
    }

    private Webhooks.Settings webhookSettings(String token) {
        var publicUrl = flags.publicUrl == null ? url() : flags.publicUrl.toString();
        return new Webhooks.Settings(publicUrl, new Signature(token), flags.patience, flags.maxCall);
    }

    private void openSip(Words words, Ear.Maker ears) throws CannotStart, InterruptedException {
        var voices = voices();
        var host = new Host(words, ears != null, spoken(voices, words));
        preparing = Thread.ofVirtual().name("prepare").start(() -> prepare(voices, host.alwaysSaid()));
        var settings = new SipSettings(flags.sip, Objects.requireNonNullElse(flags.sipAnnounce, flags.sip.getAddress()), new Allowed(flags.sipAllow), flags.rtpPorts,
                flags.ring, flags.patience, flags.listening, flags.deadAfter, flags.maxCall);
        try {
            sip = SipPhone.start(new House(settings, liveQa, voices, words, host, calls.measures(), Objects.requireNonNullElse(ears, Ear.Maker.DEAF)), calls);
            calls.measures().watchSip(sip::held);
        } catch (IOException e) {
            throw new CannotStart("cannot listen for SIP at " + flags.sip.getHostString() + ":" + flags.sip.getPort() + ": " + e.getMessage(), e);
        }
    }

    private Voices voices() {
        var fromLiveQa = new LiveQaVoice(liveQa);
        var here = new OpenJTalk(flags.openJTalk, flags.dictionary, flags.voices);
        return new Voices(Map.of(Language.JA, List.of(fromLiveQa, here), Language.EN, List.of(new Espeak(flags.espeak))));
    }

    /** Speaks the apology in each language: it is needed when nothing else can be spoken. */
    private static Set<Language> spoken(Voices voices, Words words) throws CannotStart, InterruptedException {
        var spoken = EnumSet.noneOf(Language.class);
        for (var language : Language.values()) {
            try {
                voices.prepare(new Utterance(language, words.say(language, Phrase.FAILED)));
                spoken.add(language);
            } catch (NoVoice e) {
                if (language == Language.JA) throw noVoice(e);
                LOG.log(System.Logger.Level.INFO, "event=no_english_voice why=\"" + e.getMessage() + "\"; English is not offered by SIP");
            }
        }
        return spoken;
    }

    private static CannotStart noVoice(NoVoice why) {
        return new CannotStart("SIP needs a voice, and none speaks Japanese: " + why.getMessage()
                + ".\n  Start live-qa with its voice (--live-qa says where), or install one here: apt install open-jtalk open-jtalk-mecab-naist-jdic, and from"
                + " Debian's non-free component hts-voice-nitech-jp-atr503-m001.\n  The webhooks need none: the provider speaks", why);
    }

    private static void prepare(Voices voices, List<Utterance> all) {
        try {
            voices.prepareAll(all);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // The service stops.
        }
    }

    static String version() {
        return Objects.requireNonNullElse(Service.class.getPackage().getImplementationVersion(), "unpackaged");
    }

    public String url() {
        var address = door.address();
        var host = address.getAddress().getHostAddress();
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    String alsoAt() {
        return sip == null ? "" : " and " + sipAddress();
    }

    /** The port of SIP. */
    int sipPort() {
        return sip.port();
    }

    private String sipAddress() {
        return "sip:" + flags.sip.getAddress().getHostAddress() + ":" + sip.port();
    }

    /** Calls in progress hear goodbye, within the bound; then the doors close. */
    @Override
    public void close() {
        try {
            goodbyes();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        sweeping.shutdownNow();
        if (preparing != null) preparing.interrupt();
        if (sip != null) sip.close();
        door.close();
        liveQa.close();
    }

    private void goodbyes() throws InterruptedException {
        long until = System.nanoTime() + flags.stopWithin.toNanos();
        if (webhooks != null) webhooks.sayGoodbye();
        if (sip != null) sip.stop(flags.stopWithin);
        // The provider cannot be called; a call of its own hears goodbye when it comes to its next step.
        while (webhooks != null && webhooks.inProgress() > 0 && System.nanoTime() < until) Thread.sleep(BETWEEN_LOOKS);
    }
}
