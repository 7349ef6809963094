package liveqa.answer;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** A question as it is looked up: its parts, each with what it is about. */
record Inquiry(List<Part> parts, Part whole, Set<String> words) {
    private static final Pattern ASKS = Pattern.compile("[?]|か[。?]?$|ください|下さい|ほしい|欲しい|お願い|教えて|かな|のか|って[。?]?$|いつ|いくら|どこ|誰|だれ|何|なぜ|どう|^(?:what|how|when|where|who|why|is|are|do|does|will|can)\\b");

    /** A concept and how much it weighs in these documents. */
    record Weighed(Concept concept, double weight) {}

    /** One sentence. */
    record Part(String text, List<Weighed> weighed, List<Asked> asked, List<String> seams) {
        List<Concept> concepts() {
            return weighed.stream().map(Weighed::concept).toList();
        }

        boolean asks() {
            return ASKS.matcher(text).find();
        }

        double weight() {
            return weighed.stream().mapToDouble(Weighed::weight).sum();
        }
    }

    /** As if nothing else had been asked. */
    Inquiry only(Part part) {
        return new Inquiry(List.of(part), part, words);
    }

    static Inquiry of(String normal, Japanese japanese, Synonyms synonyms, PassageIndex index) {
        var parts = Text.questions(normal).stream().map(text -> part(text, japanese, synonyms, index)).filter(part -> part.weight() > 0).toList();
        var words = new HashSet<String>();
        var all = new LinkedHashMap<Concept, Weighed>();
        for (var part : parts) part.weighed().forEach(weighed -> all.putIfAbsent(weighed.concept(), weighed));
        all.keySet().forEach(concept -> concept.expressions().forEach(expression -> words.addAll(expression.words())));
        return new Inquiry(parts, new Part(normal, List.copyOf(all.values()), Asked.by(normal), parts.stream().flatMap(part -> part.seams().stream()).toList()), words);
    }

    /** The two characters where the words of a compound meet: 運転手 is not spoken of by 運転 alone. */
    private static List<String> seams(String text, List<Word> words) {
        var seams = new ArrayList<String>();
        for (int at = 1; at < words.size(); at++) {
            var one = words.get(at - 1);
            var next = words.get(at);
            boolean compound = one.to() == next.from() && one.kind() != null && one.kind().isNoun() && next.kind() != null && next.kind() != Word.Kind.VERB;
            if (compound) seams.add(text.substring(next.from() - 1, next.from() + 1));
        }
        return seams;
    }

    private static Part part(String text, Japanese japanese, Synonyms synonyms, PassageIndex index) {
        var weighed = synonyms.concepts(japanese.words(text)).stream().map(concept -> new Weighed(concept, index.importance(concept))).toList();
        return new Part(text, weighed, Asked.by(text), seams(text, japanese.all(text)));
    }
}
