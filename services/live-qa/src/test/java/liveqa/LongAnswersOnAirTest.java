package liveqa;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Frame;
import java.nio.file.Path;
import java.util.List;
import liveqa.answer.Answer;
import liveqa.answer.Source;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever the length of an answer, no line of it is cut through, and what is being said is in sight. */
class LongAnswersOnAirTest {
    private static final String JAPANESE = "市立の小学校と中学校の給食費を、来年度の四月から無料にし、年におよそ七億二千万円を大型イベントの見直しと基金の利息でまかないます。";
    private static final String ENGLISH = "From next April on, lunches at the primary and middle schools of the city will be free of charge, which costs about seven hundred million yen a year. ";
    private static final String ENDLESS = "駅から歩いて十分以内の空き店舗を改修し".repeat(30) + "ます。";
    /** Moves the stage through every sentence by hundredths, and tells of each line that is cut, and of each moment at which the line being said is out of sight. */
    private static final String FAULTS = """
            () => {
              const { answer } = window.stage;
              const follow = answer.follow.bind(answer);
              answer.follow = () => {};
              const box = document.getElementById("words");
              const text = document.getElementById("sentences");
              text.style.transition = "none";
              const faults = [];
              const seen = new Set();
              const spans = [...text.querySelectorAll("span")];
              for (const span of spans) {
                const index = Number(span.dataset.index);
                for (let part = 0; part <= 100; part += 5) {
                  follow(index, part / 100);
                  const view = box.getBoundingClientRect();
                  for (const one of spans) {
                    [...one.getClientRects()].forEach((line, number) => {
                      const middle = (line.top + line.bottom) / 2;
                      const half = Math.abs(middle - view.top) < line.height * 0.4 || Math.abs(middle - view.bottom) < line.height * 0.4;
                      const inside = middle > view.top && middle < view.bottom;
                      if (half) faults.push(`line ${number} of sentence ${one.dataset.index} is cut at ${index} ${part} %`);
                      if (inside) seen.add(`${one.dataset.index} ${number}`);
                    });
                  }
                  const lines = [...span.getClientRects()];
                  const said = lines[Math.min(lines.length - 1, Math.floor(part / 100 * lines.length))];
                  const middle = (said.top + said.bottom) / 2;
                  if (middle < view.top || middle > view.bottom) faults.push(`what is said at ${index} ${part} % is out of sight`);
                }
              }
              const all = spans.flatMap(one => [...one.getClientRects()].map((_, number) => `${one.dataset.index} ${number}`));
              all.filter(line => !seen.has(line)).forEach(line => faults.push(`line ${line} is never seen`));
              const source = document.getElementById("source").getBoundingClientRect();
              if (source.bottom > document.getElementById("answer").getBoundingClientRect().bottom) faults.push("the source is pushed out");
              return faults;
            }
            """;
    private @TempDir Path data;

    private List<?> faultsWith(String text, int textSize) throws Exception {
        Answer given = new Answer.Found(text, new Source("学校と教育の約束", "給食の無償化", text));
        try (var viewer = new Viewer(); var running = Running.answeredBy(_ -> given, data, "--voice", "off")) {
            var page = viewer.open(running.service.url() + "/air", 1920, 1080);
            Viewer.until(page, "document.getElementById('invitation').textContent");
            var version = running.json("/air/settings").path("version").asLong();
            running.post("/air/settings", "{\"version\":" + version + ",\"change\":{\"speakQuestion\":false,\"textSize\":" + textSize + "}}");
            running.ask("給食費は無料になりますか、そしてそのお金はどこから出すのですか");
            Viewer.until(page, "document.querySelector('#sentences span.now')");
            Frame stage = Viewer.stage(page);
            var faults = (List<?>) stage.evaluate(FAULTS);
            assertThat(viewer.complaints).isEmpty();
            return faults;
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 100", "3, 100", "6, 140", "12, 70", "12, 100"})
    void noLineOfAJapaneseAnswerIsCutThrough(int sentences, int textSize) throws Exception {
        assertThat(faultsWith(JAPANESE.repeat(sentences), textSize)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"4, 100", "12, 100", "12, 140"})
    void noLineOfAnEnglishAnswerIsCutThrough(int sentences, int textSize) throws Exception {
        assertThat(faultsWith(ENGLISH.repeat(sentences).strip(), textSize)).isEmpty();
    }

    @Test
    void aSentenceLongerThanTheScreenMovesOnWithItsSpeech() throws Exception {
        assertThat(faultsWith(ENDLESS, 100)).isEmpty();
    }
}
