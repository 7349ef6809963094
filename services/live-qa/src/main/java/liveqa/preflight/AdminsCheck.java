package liveqa.preflight;

import java.util.Locale;
import liveqa.preflight.Attest.Holder;

/** At least two people can get in. Once nobody knew the streaming host's admin password. */
final class AdminsCheck implements Check {
    private static final int NEEDED = 2;

    @Override
    public String id() {
        return "admins";
    }

    @Override
    public Words title() {
        return Words.of("管理者の鍵を持つ人", "who holds the admin credential");
    }

    @Override
    public Finding look(Host host) {
        var holders = host.attest().admins();
        var fresh = holders.stream().filter(holder -> Attest.isFresh(holder.checked(), host.today())).toList();
        var people = fresh.stream().map(holder -> holder.name().toLowerCase(Locale.ROOT).replaceAll("[\\s　]", "")).distinct().count();
        var remedy = Words.of("二人がそれぞれ管理者で入ってみて、その日を書く。", "let two people log in as administrator, each by themselves, and note the day. ")
                .then(host.attest().fillIn("admins"));
        if (people >= NEEDED) return Finding.passed(Words.same(String.join(", ", fresh.stream().map(AdminsCheck::shown).toList())));
        var stale = holders.size() - fresh.size();
        return Finding.failed(Words.of("%d 日以内に確かめた人は %d 人（二人要る）。古いか日付のない記載 %d",
                "%2$d attested within %1$d days (two are needed); %3$d stale or without a day", Attest.FRESH_DAYS, people, stale), remedy);
    }

    private static String shown(Holder holder) {
        return holder.name() + " (" + holder.checked() + ")";
    }
}
