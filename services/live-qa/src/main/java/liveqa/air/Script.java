package liveqa.air;

import java.util.ArrayList;
import java.util.List;
import liveqa.setting.Settings;
import liveqa.voice.Sentences;

/** What is said about an item, sentence by sentence, as the settings want it. */
final class Script {
    private Script() {}

    static List<Sentence> of(Item item, Settings.Edition settings) {
        var sentences = new ArrayList<Sentence>();
        if (settings.on("speakQuestion")) question(item, settings, sentences);
        add("answer", item.answer(), sentences);
        source(item, settings, sentences);
        return List.copyOf(sentences);
    }

    /** What is still to be said of an item whose answer was said up to here. */
    static List<Sentence> rest(Item item, String answer, Settings.Edition settings) {
        var sentences = new ArrayList<Sentence>();
        add("answer", answer, sentences);
        source(item, settings, sentences);
        return sentences;
    }

    private static void source(Item item, Settings.Edition settings, List<Sentence> into) {
        if (!settings.on("speakSource") || item.document().isEmpty()) return;
        add("source", settings.text("citation").replace("{document}", item.document()).replace("{heading}", item.heading()), into);
    }

    private static void question(Item item, Settings.Edition settings, List<Sentence> into) {
        boolean english = new Sentence("question", item.question()).english();
        add("question", settings.text(english ? "introductionEnglish" : "introduction").replace("{author}", item.author()), into);
        add("question", item.question(), into);
    }

    private static void add(String kind, String text, List<Sentence> into) {
        Sentences.of(text).forEach(sentence -> into.add(new Sentence(kind, sentence)));
    }

    static boolean wanted(Item item, Settings.Edition settings) {
        return switch (item.outcome()) {
            case "none" -> settings.on("speakNotFound");
            case "failed" -> false;
            default -> true;
        };
    }
}
