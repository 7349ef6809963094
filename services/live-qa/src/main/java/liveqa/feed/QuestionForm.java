package liveqa.feed;

import java.util.regex.Pattern;

/**
 * Tells a question from a comment by its form, as a reader would at a glance.
 *
 * <p>The rule, in order: a question mark; a request to be told (教えて, 知りたい); a last word that asks (か, かな, でしょう);
 * an interrogative (なぜ, いつ, どこ) not made indefinite by も, か or でも. It reads no meaning: "そうですか" counts as asking.
 */
final class QuestionForm {
    private static final Pattern MARK = Pattern.compile("[?？]");
    private static final Pattern REQUEST = Pattern.compile("教えて|おしえて|知りたい|聞きたい|伺いたい|お聞かせ|聞かせて|説明して");
    /** Not the か that ends 静か, 豊か, とか, なんか and the like. */
    private static final Pattern ENDING = Pattern.compile("(?<![静豊確僅朗柔細]|わず|明ら|なん|な|と|ば|い[い]?)(か|かな|かね|かしら|でしょう|だろう)[。．.!！…〜~ー\\s]*$");
    private static final Pattern POLITE_ENDING = Pattern.compile("(です|ます|ません|でした|ました|ない|たい|の)か(な|ね)?[。．.!！…〜~ー\\s]*$");
    private static final Pattern INTERROGATIVE = Pattern.compile(
            "(なぜ|何故|どうして|どうやって|どうすれば|どうなり|どのよう|どのくらい|どれくらい|いくら|いつ|どこ|誰|何時|何歳|何人|どんな)(?!も|でも|か[のはが])");

    private QuestionForm() {}

    static boolean isQuestion(String text) {
        return MARK.matcher(text).find() || REQUEST.matcher(text).find() || ENDING.matcher(text).find()
                || POLITE_ENDING.matcher(text).find() || INTERROGATIVE.matcher(text).find();
    }
}
