package koboshi.incident;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The reasons that are given most, in Japanese. They are written down in English, as they were given; whatever is not known here, such as what a journey or a query says, stays
 * as it is.
 */
final class Reasons {
    private record Known(Pattern english, Function<MatchResult, String> japanese) {
        Optional<String> say(String reason) {
            var matcher = english.matcher(reason);
            return matcher.matches() ? Optional.of(japanese.apply(matcher)) : Optional.empty();
        }
    }

    private static final Pattern SAMPLED = Pattern.compile("(.*) \\(sampled (\\d+) s ago\\)");
    private static final List<Known> KNOWN = List.of(
            known("clear", "条件は解消"),
            known("the journey fails", "巡回が失敗"),
            known("a run failed", "巡回が一度失敗"),
            known("the process runs", "プロセスは動いています"),
            known("the process is not running", "プロセスが動いていません"),
            known("its agent may still start it", "エージェントがまだ起動できます"),
            known("its agent will not start it again", "エージェントはもう起動しません"),
            known("its agent has not said yet", "エージェントからまだ報告がありません"),
            known("its agent has not dialled in yet", "エージェントがまだつながっていません"),
            known("its prober has not dialled in yet", "プローバーがまだつながっていません"),
            known("its agent is away, and no journey of it ran clean", "エージェントが不在で、成功した巡回もありません"),
            known("no balancer has said anything yet", "ロードバランサーからまだ何も届いていません"),
            known("no beat yet since the start", "起動してからまだ鼓動がありません"),
            known("not asked yet", "まだ問い合わせていません"),
            known("the window is not covered yet", "窓の分のサンプルがまだありません"),
            known("the clock jumped", "時計が飛びました"),
            known("evidence at the first sign", "最初の兆しで証拠を残します"),
            known("all its runbook says was done, and it fires still", "手順はすべて行いましたが、まだ発報しています"),
            known("its value is not a number, so nothing was measured", "値が数でないため、何も測れていません"),
            known("it is raised", "警報が出ています"),
            known("nothing raises it", "警報は出ていません"),
            known("being restarted", "再起動しています"),
            known("restarts are exhausted", "再起動の回数を使い切りました"),
            known("no sample any more", "サンプルが届かなくなりました"),
            new Known(Pattern.compile("no sample any more since (\\S+), so it is no longer looked for"), found -> found.group(1) + " からサンプルがないため、もう探しません"),
            new Known(Pattern.compile("no sample of (.+) for (.+)"), found -> found.group(1) + " のサンプルが " + found.group(2) + " ありません"),
            new Known(Pattern.compile("no sample of (.+)"), found -> found.group(1) + " のサンプルがありません"),
            new Known(Pattern.compile("no beat of (.+); due at (\\S+)"), found -> "鼓動 " + found.group(1) + " が " + found.group(2) + " までに届きませんでした"),
            new Known(Pattern.compile("no link to the agent of (.+)"), found -> found.group(1) + " のエージェントとつながっていません"),
            new Known(Pattern.compile("the agent of (\\S+) is linked"), found -> found.group(1) + " のエージェントはつながっています"),
            new Known(Pattern.compile("the agent of (\\S+) is away"), found -> found.group(1) + " のエージェントが不在です"),
            new Known(Pattern.compile("it cannot be judged: (.+)"), found -> "判断できません: " + ja(found.group(1))));

    private Reasons() {}

    private static Known known(String english, String japanese) {
        return new Known(Pattern.compile(Pattern.quote(english)), _ -> japanese);
    }

    static String ja(String english) {
        var sampled = SAMPLED.matcher(english);
        if (sampled.matches()) {
            return ja(sampled.group(1)) + "（" + sampled.group(2) + " 秒前の値）";
        }
        return KNOWN.stream().map(known -> known.say(english)).flatMap(Optional::stream).findFirst().orElse(english);
    }
}
