package koboshi.incident;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import koboshi.action.Outcome;
import koboshi.action.Refusal;
import koboshi.action.Verb;
import koboshi.guard.GuardKey;
import koboshi.guard.Standing;
import koboshi.signal.Fact;

/** Entries in Japanese. */
final class Japanese {
    private final ZoneId zone;

    Japanese(ZoneId zone) {
        this.zone = zone;
    }

    String of(Entry entry) {
        return switch (entry) {
            case Entry.ServiceAdopted(var service) -> service.id() + " の見守りを始めました";
            case Entry.JourneyAdopted(var journey) ->
                "巡回 " + journey.name() + " を " + length(journey.every()) + "ごとに " + journey.service() + " へ走らせます";
            case Entry.PoolAdopted(var pool) -> "プール " + pool.name() + " のサーバー " + pool.members().size() + " 台の間で、通信を移せるようになりました";
            case Entry.ServersFound(var pool, var joined, var left, var moved) -> "プール " + pool + " の振り分け元が告げるサーバーが変わりました: "
                    + servers(List.of(named("追加 ", joined), named("なくなった ", left), named("宛先が変わった ", moved)));
            case Entry.DutyAdopted(var duty) -> "番人 " + duty.name() + " が有効になりました";
            case Entry.Dropped(var part, var name) -> part(part) + " " + name + " は計画から外されました";
            case Entry.StandingChanged(var key, var to, var why, _) -> "番人 " + key + " " + standing(to) + because(why);
            case Entry.KnowledgeLost(var key, var why, _) -> "番人 " + key + " は判断できなくなりました" + because(why);
            case Entry.KnowledgeRegained(var key, _) -> "番人 " + key + " は再び判断できます";
            case Entry.IncidentOpened(var incident, var on, var by, var why) ->
                "障害 " + incident + " 発生（" + on + "、番人 " + by + "）" + because(why);
            case Entry.IncidentEnded(var incident, var ending) -> "障害 " + incident + " 終了: " + ending(ending);
            case Entry.Answering(_, var journey, var since) -> clock(since) + " から再び応答しています（巡回 " + journey + " が成功）";
            case Entry.ActStarted(var act, var verb, var on, var by, _, _, _, var why) ->
                verb(verb) + "を開始: " + on + "（処置 " + act + "、" + by(by) + "）" + because(why);
            case Entry.ActRefused(var verb, var on, _, _, var refusal) -> notDoing(verb) + ": " + on + " — " + refusal(refusal);
            case Entry.Agreed(_, var asked, var verb, var on, var by, var until, var why) ->
                who(by.toString()) + " が承認しました（番人 " + asked + "、" + clock(until) + " まで有効）: " + verb(verb) + " " + on + because(why);
            case Entry.ReliefBegan(var on, var standby, var verb, var by, _, _, var why) ->
                on + " の処置（" + verb(verb) + "、" + by(by) + "）の前に、控えの " + standby + " が引き継ぎます" + because(why);
            case Entry.ReliefDoomed(var on, _, var why) -> on + " のためには何も外しません" + because(why);
            case Entry.ReliefEnded(var on, _, var trouble) -> trouble.map(why -> "控えは " + on + " を引き継げませんでした" + because(why)).orElse(on + " に控えは要らなくなり、控えは休みに戻りました");
            case Entry.SwitchBegan(var pool, var to, var by, var why) -> "プール " + pool + " の通信を " + to + " へ切り替えます（" + by(by) + "）" + because(why);
            case Entry.SwitchYields(var pool, var to) -> "プール " + pool + " の " + to + " がそろって通信を受け始めました。割合が上がる分だけ、ほかの組を減らします。";
            case Entry.SwitchShifted(var pool, var to) -> "プール " + pool + " の " + to + " は全量を受けて見守り中。ほかの組に新しい接続は送りません";
            case Entry.SwitchTurnedBack(var pool, var to, var why) -> "プール " + pool + " の通信を " + to + " からすぐに戻します" + because(why);
            case Entry.SwitchEnded(var pool, var to, var trouble) -> trouble.map(why -> "プール " + pool + " の通信は " + to + " へ切り替わりませんでした" + because(why))
                    .orElse("プール " + pool + " の通信は " + to + " へ切り替わりました");
            case Entry.ActDoubted(var act, _, var why) -> "処置 " + act + " の結果が分かりません" + because(why);
            case Entry.ActEnded(var act, _, var outcome) -> outcome(act, outcome);
            case Entry.ProbationBegan(var act, _, var proof, var until) ->
                "処置 " + act + " の効果を確かめます: " + clock(until) + " までに巡回 " + proof.journey() + " が成功すること";
            case Entry.ProbationEnded(var act, _, var proved) ->
                proved ? "処置 " + act + " は効きました（期限内に確認）" : "処置 " + act + " は効きませんでした（期限内に確認できず）";
            case Entry.Frozen(var by, var why) -> "すべての自動処置を凍結（" + who(by) + "）" + because(why);
            case Entry.Thawed(var by, var why) -> "凍結を解除（" + who(by) + "）" + because(why);
            case Entry.ClockJumped(var by) -> "時計が " + length(by) + (by.isNegative() ? "戻りました" : "進みました") + "。一巡のあいだ何もしません";
            case Entry.Noted(var kind, var text, var from, var on) -> note(kind) + "（" + on.map(what -> what + "、").orElse("") + from + "）: " + text;
            case Entry.Beaten(var heartbeat) -> "鼓動 " + heartbeat + " が届きました";
            case Entry.MemoryAtFall(var on, var held, var warm, _) -> on + " は倒れたか遅くなったとき " + held + " のメモリを使っていました（起動直後は " + warm + "）";
            case Entry.FactKept kept -> kept.on() + ": " + fact(kept.fact());
        };
    }

    private static String servers(List<String> parts) {
        return parts.stream().filter(part -> !part.isEmpty()).collect(Collectors.joining("、"));
    }

    private static String named(String what, Map<String, String> servers) {
        return named(what, servers.entrySet().stream().map(each -> each.getKey() + "（" + each.getValue() + "）").toList());
    }

    private static String named(String what, List<String> servers) {
        return servers.isEmpty() ? "" : what + String.join(", ", servers);
    }

    String refusal(Refusal refusal) {
        return switch (refusal) {
            case Refusal.Frozen(var why) -> "処置は凍結中です" + because(why);
            case Refusal.NothingToActOn(var guard) -> "番人 " + guard + " には処置の対象がありません";
            case Refusal.NoSuchService(var resource) -> resource + " は計画にありません";
            case Refusal.AgentIsAway(var host) -> "ホスト " + host + " のエージェントが不在で、実行できません";
            case Refusal.ClockJumped() -> "時計が飛んだ直後で、時刻を信用できません";
            case Refusal.ActInProgress(var act) -> "処置 " + act + " がまだ進行中です";
            case Refusal.RoleIsBusy(var role, var act) -> role + " の別の一台で処置 " + act + " が進行中です（一度に一つ）";
            case Refusal.StillRising(var until) -> "起動の途中です（" + clock(until) + " まで待ちます）";
            case Refusal.CoolingDown(var until) -> "直前に処置したばかりです（" + clock(until) + " まで間を置きます）";
            case Refusal.TooOften(var perHour, var next) -> "1 時間の上限 " + perHour + " 回に達しました（次は " + clock(next) + " 以降）";
            case Refusal.BelowFloor(var role, var floor, var up) -> role + " は最低 " + floor + " 台必要で、いま動いているのは " + up + " 台です";
            case Refusal.NotQuiet(var quiet) -> "利用中のため静かになるのを待ちます（" + quiet + "、遅くともメモリが上限に近づくまで）";
            case Refusal.OnProbation(var act, var until) -> "処置 " + act + " の効果を確認中です（" + clock(until) + " まで）";
            case Refusal.DryRun() -> "予行のみの番人です（本番なら実行していました）";
            case Refusal.NeedsApproval(var below) -> below.map(line -> "プール " + line.pool() + " で動いていると分かっているサーバーが残り " + line.left() + " 台となり、"
                    + line.least() + " 台を下回るため、人の承認が必要です").orElse("人の承認が必要です");
            case Refusal.NoSuchBackend(var resource) -> resource + " はどのプールのサーバーでもありません";
            case Refusal.BalancerIsAway(var pool, var why) -> "プール " + pool + " のロードバランサーに指示できないため、通信はそのままにします（" + why + "）";
            case Refusal.AlreadyOut(var since) -> clock(since) + " からすでに切り離されています";
            case Refusal.TooLittleLeft(var pool, var floor, var left) -> "プール " + pool + " は重みの " + floor + " % 以上を残す必要があり、外すと " + left + " % になります";
            case Refusal.TooManyOut(var pool, var limit, var out) -> "プール " + pool + " で同時に切り離せるのは " + limit + " 台までで、いま " + out + " 台が外れています";
            case Refusal.MostAreSick(var pool, var sick, var of) -> "プール " + pool + " の " + of + " 台のうち " + sick
                    + " 台が不調に見えます。土台か、こちら側の問題と考え、何も切り離しません";
            case Refusal.StillServing(var backend) -> backend + " にはまだ接続が残っています。終わるか期限が来るまで待ちます";
            case Refusal.HeldElsewhere(var backend) -> backend + " は、誰かの手かロードバランサーの設定で外されています。そのままにします";
            case Refusal.StandbyRises(var standby) -> "先に控えの " + standby + " が引き継ぎます（準備中）";
            case Refusal.StandbyDidNotRise(var standby, var next) -> "先に引き継ぐはずの控え " + standby + " が立ち上がりませんでした。" + clock(next) + " までは、控えなしに何も外しません";
            case Refusal.NoSuchGroup(var group) -> group.name() + " という組はどのプールにもありません";
            case Refusal.SwitchInProgress(var pool, var to, var by) -> "プール " + pool + " は " + to + " への切り替え中です（" + who(by) + "）";
            case Refusal.AlreadySwitched(var group) -> group.name() + " がすでに通信のすべてを受けています";
            case Refusal.NotCleanYet(var backend) -> backend + " は切り離されてから、まだ一度も正常に動いていません";
            case Refusal.AlreadyCaptured(var at) -> clock(at) + " に保全した証拠がまだ新しく、それで足ります";
        };
    }

    private static String verb(Verb verb) {
        return switch (verb) {
            case CAPTURE -> "証拠保全";
            case RESTART -> "再起動";
            case RESTART_GENTLY -> "穏やかな再起動";
            case STOP -> "停止";
            case START -> "起動";
            case NOTIFY -> "呼び出し";
            case EJECT -> "切り離し";
            case DRAIN -> "新しい接続の停止（ドレイン）";
            case READY -> "復帰";
        };
    }

    private static String notDoing(Verb verb) {
        return verb == Verb.NOTIFY ? "人を呼ばない" : verb(verb) + "しない";
    }

    private static String outcome(long act, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done(var detail, var evidence) -> "処置 " + act + " 完了" + because(detail, evidence.isEmpty() ? "" : kept(evidence.size()));
            case Outcome.Failed(var why) -> "処置 " + act + " 失敗" + because(why);
            case Outcome.Unknown(var why) -> "処置 " + act + " は終わりましたが、結果は不明です" + because(why);
        };
    }

    private static String kept(int pieces) {
        return "証拠 " + pieces + " 件を保全";
    }

    private static String standing(Standing standing) {
        return switch (standing) {
            case Standing.Inactive() -> "は平常に戻りました";
            case Standing.Pending(_) -> "が異常を疑っています";
            case Standing.Firing(_, var clearSince) -> clearSince.isPresent() ? "は発報を続けています（条件は解消）" : "が発報しました";
        };
    }

    private static String ending(Ending ending) {
        return switch (ending) {
            case REVIVED -> "立て直して、応答しています";
            case NEAR_MISS -> "あと一歩のところで回復しました。番人は発報せず、何も処置していないので、なぜ倒れずに済んだのかは分かりません";
            case HEALED_BY_ITSELF -> "自然に回復しました。何も直していないので、また起こり得ます";
            case REMOVED -> "番人、サービス、または測定値がもうありません";
        };
    }

    private static String fact(Fact fact) {
        return switch (fact) {
            case Fact.Started(var pid, _, var adopted) -> adopted ? "稼働中のプロセス " + pid + " を見つけました" : "プロセス " + pid + " で起動しました";
            case Fact.Exited(var pid, var cause, var detail, var evidence, var next) -> "プロセス " + pid + " は" + cause(cause)
                    + because(detail, evidence.isEmpty() ? "" : kept(evidence.size()))
                    + (next.isPositive() ? "。" + length(next) + "後に起動し直します" : "。自動では起動しません");
            case Fact.Exhausted(var times, var window) -> length(window) + "に " + times + " 回起動して、そのたびに倒れました。人が処置するまで倒れたままです";
            case Fact.StartFailed(var why) -> "起動できませんでした" + because(why);
            case Fact.Observed(var running, var pid, _) -> running ? "確認したところ、プロセス " + pid + " で動いています" : "確認したところ、動いていません";
            case Fact.Remarked(var text) -> text;
        };
    }

    private static String cause(Fact.Cause cause) {
        return switch (cause) {
            case FINISHED -> "正常に終了しました";
            case FAILED -> "エラーで終了しました";
            case SIGNALLED -> "シグナルで終了しました";
            case OUT_OF_MEMORY -> "メモリ上限でカーネルに止められました";
            case JVM_OUT_OF_MEMORY -> "Java のメモリ不足で終了しました";
            case OVER_LIMIT -> "メモリ上限を超えたため止められました";
            case ORDERED -> "指示により終了しました";
            case UNKNOWN -> "誰も見ていない間に終了しました";
        };
    }

    private static String part(String part) {
        return switch (part) {
            case "service" -> "サービス";
            case "pool" -> "プール";
            case "journey" -> "巡回";
            case "guard" -> "番人";
            default -> part;
        };
    }

    private static String note(String kind) {
        return switch (kind) {
            case "deploy" -> "デプロイ";
            case "campaign" -> "キャンペーン";
            default -> "メモ";
        };
    }

    private static String by(GuardKey by) {
        if (by.guard().startsWith("standby:")) {
            return "設定による";
        }
        if (by.guard().startsWith("switch:")) {
            return "プール " + by.guard().substring("switch:".length()) + " の切り替え";
        }
        return by.guard().startsWith("operator:") ? who(by.toString()) : "番人 " + by;
    }

    private static String who(String by) {
        return by.replaceFirst("^operator:", "操作者 ");
    }

    private static String because(String... reasons) {
        var given = String.join("、", Arrays.stream(reasons).filter(one -> !one.isBlank()).map(Reasons::ja).toList());
        return given.isEmpty() ? "" : ": " + given.strip();
    }

    private String clock(Instant moment) {
        return Words.clock(moment, zone);
    }

    private static String length(Duration duration) {
        return Words.length(duration, " 時間", " 分", " 秒", " ミリ秒");
    }
}
