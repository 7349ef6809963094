package liveqa.preflight;

/** Whether a live-qa already runs where ours is to run. */
final class Ours {
    private Ours() {}

    static boolean runsAt(Host host) {
        return host.intent().listenPort() != 0 && answers(host.web().get(host.intent().health()));
    }

    static boolean answers(Web.Reply reply) {
        return reply instanceof Web.Answered answered && answered.status() == 200 && answered.service().filter("live-qa"::equals).isPresent();
    }
}
