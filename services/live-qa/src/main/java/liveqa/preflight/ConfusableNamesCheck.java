package liveqa.preflight;

import liveqa.preflight.Attest.Machine;

/** No two hosts have names that a tired person mixes up. */
final class ConfusableNamesCheck implements Check {
    @Override
    public String id() {
        return "confusable-names";
    }

    @Override
    public Words title() {
        return Words.of("紛らわしい名前", "confusable names");
    }

    @Override
    public Finding look(Host host) {
        var machines = host.attest().machines().stream().filter(machine -> machine.name() != null).toList();
        if (machines.size() < 2) return Finding.unprovable(Words.of("%s に機械が二つ以上書かれていない", "%s does not name two hosts or more", host.attest().file()));
        for (int i = 0; i < machines.size(); i++) {
            for (var other : machines.subList(i + 1, machines.size())) {
                if (mixedUp(machines.get(i), other)) return similar(machines.get(i).name(), other.name());
            }
        }
        return Finding.passed(Words.of("%d 台の名前は見分けられる", "the names of %d hosts can be told apart", machines.size()));
    }

    private static boolean mixedUp(Machine one, Machine other) {
        return Spelling.confusable(one.name(), other.name()) && (one.toldApartBy() == null || other.toldApartBy() == null);
    }

    private static Finding similar(String one, String other) {
        return Finding.failed(Words.of("%s と %s は取り違えやすい", "%s and %s are easily mixed up", one, other),
                Words.of("片方を改名する（例: sudo hostnamectl set-hostname live-main）。できなければ両方の told_apart_by に見分け方を書く",
                        "rename one (such as: sudo hostnamectl set-hostname live-main), or say in told_apart_by of both how people tell them apart"));
    }
}
